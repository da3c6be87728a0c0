package io.blockquant.cli.bench.measure;

import java.util.Arrays;

/**
 * Hold how long the calls of a subject took.
 *
 * @param nanos nanoseconds per call, one figure per round; ascending
 */
public record Timings(double[] nanos) {

  public Timings {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("there must be a round");
    }
    nanos = nanos.clone();
    Arrays.sort(nanos);
  }

  @Override
  public double[] nanos() {
    return nanos.clone();
  }

  /** Return how many rounds were timed. */
  public int rounds() {
    return nanos.length;
  }

  /** Return the least time: what the machine can do when nothing else runs. */
  public double min() {
    return nanos[0];
  }

  /** Return the median. */
  public double median() {
    int half = nanos.length / 2;
    return nanos.length % 2 == 1 ? nanos[half] : (nanos[half - 1] + nanos[half]) / 2;
  }

  /** Return the smallest time that {@code share} of the rounds did not exceed. */
  public double percentile(double share) {
    return nanos[Math.clamp((int) Math.ceil(share * nanos.length) - 1, 0, nanos.length - 1)];
  }
}

package io.blockquant.cli.bench.measure;

import java.time.Duration;
import java.util.Arrays;

/** Hold how long each of many runs took, in the order in which they ran: the JVM's warm-up. */
public final class Timeline {
  private static final int WINDOW = 10;
  private static final int LAST_PART = 5;
  private static final double FULL_SPEED = 1.1;

  private final double[] nanos;

  /**
   * Hold these times.
   *
   * @param nanos nanoseconds per run, at least one
   */
  public Timeline(double... nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("there must be a run");
    }
    this.nanos = nanos.clone();
  }

  /** Run again and again for so long, at least once per window. */
  public static Timeline of(Runnable action, Duration duration) {
    double[] nanos = new double[1 << 12];
    int runs = 0;
    long start = System.nanoTime();
    while (runs < LAST_PART * WINDOW || System.nanoTime() - start < duration.toNanos()) {
      long before = System.nanoTime();
      action.run();
      long after = System.nanoTime();
      if (runs == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * runs);
      }
      nanos[runs++] = after - before;
    }
    return new Timeline(Arrays.copyOf(nanos, runs));
  }

  /** Return how many runs there were. */
  public int runs() {
    return nanos.length;
  }

  /** Return the nanoseconds of the first run. */
  public double firstRun() {
    return nanos[0];
  }

  /** Return the nanoseconds of a run at full speed: the median of the last fifth. */
  public double steady() {
    return median(nanos.length - Math.max(1, nanos.length / LAST_PART), nanos.length);
  }

  /**
   * Return how many runs came before full speed: before the first of ten in a row whose median is
   * at most 1.1 times the steady time.
   */
  public int runsToFullSpeed() {
    double enough = steady() * FULL_SPEED;
    for (int i = 0; i + WINDOW <= nanos.length; i++) {
      // The window's own first run too, so that one slow run does not count as full speed.
      if (nanos[i] <= enough && median(i, i + WINDOW) <= enough) {
        return i;
      }
    }
    return nanos.length;
  }

  /** Return the nanoseconds that the runs before full speed took together. */
  public double fullSpeedAfter() {
    return Arrays.stream(nanos).limit(runsToFullSpeed()).sum();
  }

  private double median(int from, int to) {
    return new Timings(Arrays.copyOfRange(nanos, from, to)).median();
  }
}

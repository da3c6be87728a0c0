package io.blockquant.cli.bench.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Time subjects by turns: every round times each of them once, so that a slow minute of the machine
 * meets all alike and their ratios stand.
 */
public final class Interleaved {

  /** Below this, the clock and one interrupt are in the figure. */
  private static final double LEAST_SAMPLE_NANOS = 500_000;

  /** Above this, what a cache holds at the start is not in the figure. */
  private static final double LONG_CALL_NANOS = 5_000_000;

  private final WarmUp warmUp;
  private final int rounds;
  private final Runnable step;

  /**
   * Prepare.
   *
   * @param warmUp how long each subject runs before the first round
   * @param rounds how many rounds are timed, at least 1
   * @param step called after each warm-up and each sample: {@link #steps} times in all
   */
  public Interleaved(WarmUp warmUp, int rounds, Runnable step) {
    this.warmUp = warmUp;
    this.rounds = rounds;
    this.step = step;
  }

  /** Return how often {@code step} is called for so many subjects. */
  public static long steps(int subjects, int rounds) {
    return (long) subjects * (rounds + 2);
  }

  /** Warm all subjects up, then time them; return their timings in their order. */
  public List<Timings> run(List<Subject> subjects) {
    double[] perCall = warmUp(subjects);
    double[][] nanos = new double[subjects.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < perCall.length; i++) {
        int calls = (int) Math.max(1, Math.ceil(LEAST_SAMPLE_NANOS / perCall[i]));
        Runnable action = subjects.get(i).action();
        nanos[i][round] = sample(action, calls, perCall[i] < LONG_CALL_NANOS);
        step.run();
      }
    }
    List<Timings> timings = new ArrayList<>();
    for (double[] subject : nanos) {
      timings.add(new Timings(subject));
    }
    return timings;
  }

  /** Twice: compiling the last may have thrown out code of the first, or come too late for it. */
  private double[] warmUp(List<Subject> subjects) {
    double[] perCall = new double[subjects.size()];
    for (int i = 0; i < perCall.length; i++) {
      perCall[i] = warmUp.run(subjects.get(i));
      step.run();
    }
    for (int i = 0; i < perCall.length; i++) {
      perCall[i] = warmUp.again(subjects.get(i), perCall[i]);
      step.run();
    }
    return perCall;
  }

  /** A short call is led in by one that meets caches and sleeping threads as others left them. */
  private static double sample(Runnable action, int calls, boolean leadIn) {
    if (leadIn) {
      action.run();
    }
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      action.run();
    }
    return (double) (System.nanoTime() - start) / calls;
  }
}

package io.blockquant.cli.bench.measure;

import java.time.Duration;

/**
 * Call a subject until it is steady: until, for several batches in a row, it got no faster and the
 * JVM compiled nothing.
 *
 * @param least for how long at least
 * @param most for how long at most: what never gets steady is measured as it is
 */
public record WarmUp(Duration least, Duration most) {

  /** C2's queue may be long. */
  private static final Duration LEAST = Duration.ofMillis(400);

  /** Short calls have few loops, and C2 counts calls and loops: so many calls or so long. */
  private static final long LEAST_CALLS = 20_000;

  private static final long LEAST_CALLS_NANOS = 1_000_000_000;

  private static final long BATCH_NANOS = 20_000_000;
  private static final int STEADY_BATCHES = 6;
  private static final double FASTER = 0.98;
  private static final double SETTLED = 0.9;

  /** Return a warm-up of so many seconds at most. */
  public static WarmUp atMost(double seconds) {
    Duration most = Duration.ofNanos((long) (seconds * 1e9));
    return new WarmUp(most.compareTo(LEAST) < 0 ? most : LEAST, most);
  }

  /** Call the subject; return the nanoseconds of a call at the end. */
  public double run(Subject subject) {
    JitCompiler compiler = new JitCompiler();
    long start = System.nanoTime();
    double best = batch(subject);
    double calls = BATCH_NANOS / best;
    int steady = 0;
    long elapsed = System.nanoTime() - start;
    while (elapsed < most.toNanos()
        && (steady < STEADY_BATCHES
            || elapsed < least.toNanos()
            || calls < LEAST_CALLS && elapsed < LEAST_CALLS_NANOS)) {
      double nanos = batch(subject);
      calls += BATCH_NANOS / nanos;
      boolean changed = !compiler.isIdle() || nanos < best * FASTER;
      steady = changed ? 0 : steady + 1;
      best = Math.min(best, nanos);
      elapsed = System.nanoTime() - start;
    }
    return best;
  }

  /** Look whether a subject that was warmed up is as fast as it was; if not, warm it up again. */
  double again(Subject subject, double before) {
    if (most.compareTo(LEAST) < 0) {
      return before; // not even the first warm-up was meant to end
    }
    double best = Double.MAX_VALUE;
    for (int i = 0; i < STEADY_BATCHES; i++) {
      best = Math.min(best, batch(subject));
    }
    boolean same = before * SETTLED < best && best * SETTLED < before;
    return same ? Math.min(before, best) : run(subject);
  }

  private static double batch(Subject subject) {
    long start = System.nanoTime();
    long calls = 0;
    long elapsed;
    do {
      subject.action().run();
      calls++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < BATCH_NANOS);
    return (double) elapsed / calls;
  }
}

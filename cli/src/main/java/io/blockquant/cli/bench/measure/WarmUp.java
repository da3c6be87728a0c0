package io.blockquant.cli.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Call a subject until it is steady: until, for several batches in a row, it got no faster and the
 * JVM compiled nothing.
 *
 * @param least for how long at least
 * @param most for how long at most: what never gets steady is measured as it is
 */
public record WarmUp(Duration least, Duration most) {

  /** C2 needs some thousand loops, and its queue may be long. */
  private static final Duration LEAST = Duration.ofMillis(400);

  private static final long BATCH_NANOS = 20_000_000;
  private static final int STEADY_BATCHES = 6;
  private static final double FASTER = 0.98;

  /** Return a warm-up of so many seconds at most. */
  public static WarmUp atMost(double seconds) {
    Duration most = Duration.ofNanos((long) (seconds * 1e9));
    return new WarmUp(most.compareTo(LEAST) < 0 ? most : LEAST, most);
  }

  /** Call the subject; return the nanoseconds of a call at the end. */
  public double run(Subject subject) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    boolean countsTime = compiler != null && compiler.isCompilationTimeMonitoringSupported();
    long start = System.nanoTime();
    double best = batch(subject);
    long compiled = -1;
    int steady = 0;
    long elapsed = System.nanoTime() - start;
    while (elapsed < most.toNanos() && (steady < STEADY_BATCHES || elapsed < least.toNanos())) {
      double nanos = batch(subject);
      long compiledNow = countsTime ? compiler.getTotalCompilationTime() : 0;
      boolean changed = nanos < best * FASTER || compiledNow != compiled;
      steady = changed ? 0 : steady + 1;
      best = Math.min(best, nanos);
      compiled = compiledNow;
      elapsed = System.nanoTime() - start;
    }
    return best;
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

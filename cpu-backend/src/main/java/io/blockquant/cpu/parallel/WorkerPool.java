package io.blockquant.cpu.parallel;

import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Work;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Run the work of a kernel on the caller's thread and the pool's own.
 *
 * <p>Thread-safe. One caller at a time has the pool's threads; another that comes meanwhile works
 * alone, which gives the same result (R9). A run allocates nothing.
 */
public final class WorkerPool implements AutoCloseable {

  private final ReentrantLock gate = new ReentrantLock();
  private final SharedPhase shared = new SharedPhase();
  private final Thread[] workers;

  /**
   * Start the threads.
   *
   * @param threads how many threads may compute at once, the caller's included; at least 1
   */
  public WorkerPool(int threads) {
    workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      Scratch scratch = new Scratch();
      workers[i] =
          Thread.ofPlatform()
              .daemon()
              .name("blockquant-cpu-" + (i + 1))
              .start(() -> shared.serve(scratch));
    }
  }

  /** Return how many threads may compute at once, the caller's included. */
  public int threads() {
    return workers.length + 1;
  }

  /** Return whether the pool's threads may touch this memory: a confined arena forbids it. */
  public boolean mayShare(MemorySegment segment) {
    return workers.length == 0 || segment.isAccessibleBy(workers[0]);
  }

  /**
   * Do all of {@code work} and return when it is done.
   *
   * @param mayShare whether the memory may be touched by other threads than the caller's
   * @param scratch the caller's own
   */
  public void run(Work work, boolean mayShare, Scratch scratch) {
    for (int phase = 0; phase < work.phases(); phase++) {
      long units = work.units(phase);
      long grain = work.grain(phase);
      boolean worthwhile = mayShare && workers.length > 0 && units >= 2 * grain;
      if (worthwhile && gate.tryLock()) {
        try {
          shared.run(work, phase, units, grain, scratch);
        } finally {
          gate.unlock();
        }
      } else if (units > 0) {
        work.run(phase, 0, units, scratch);
      }
    }
  }

  /** Stop the threads; no run may be under way. */
  @Override
  public void close() {
    shared.stop();
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

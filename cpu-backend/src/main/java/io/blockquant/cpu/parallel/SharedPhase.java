package io.blockquant.cpu.parallel;

import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Work;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hand the pieces of one phase to whoever asks, and wait for those who took one.
 *
 * <p>Workers that wake too late find the phase closed and go back to sleep: the caller waits only
 * for work that was begun. Monitors instead of conditions, because those allocate nothing.
 */
final class SharedPhase {

  /** How often the caller looks before it sleeps: pieces end within microseconds of each other. */
  private static final int SPINS = 2000;

  private final Object monitor = new Object();
  private final AtomicLong next = new AtomicLong();
  private @Nullable Work work;
  private int phase;
  private long units;
  private long grain;
  private boolean open;
  private boolean stopped;
  private volatile int active;
  private @Nullable RuntimeException exception;
  private @Nullable Error error;

  /** Run a phase together with the workers. */
  void run(Work toShare, int phaseOfWork, long unitsOfPhase, long grainOfPhase, Scratch scratch) {
    synchronized (monitor) {
      work = toShare;
      phase = phaseOfWork;
      units = unitsOfPhase;
      grain = grainOfPhase;
      exception = null;
      error = null;
      next.set(0);
      open = true;
      monitor.notifyAll();
    }
    try {
      takePieces(toShare, scratch);
    } finally {
      next.set(unitsOfPhase); // after a failure nobody begins another piece
      close();
    }
    rethrow();
  }

  private void takePieces(Work shared, Scratch scratch) {
    long from = next.getAndAdd(grain);
    while (from < units) {
      shared.run(phase, from, Math.min(from + grain, units), scratch);
      from = next.getAndAdd(grain);
    }
  }

  /** Let nobody in any more and wait for those who are. */
  private void close() {
    synchronized (monitor) {
      open = false;
    }
    for (int i = 0; i < SPINS && active > 0; i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    synchronized (monitor) {
      while (active > 0) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          // The memory is still being written: leaving now would be worse than leaving late.
          interrupted = true;
        }
      }
      work = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    if (exception != null) {
      throw exception;
    }
    if (error != null) {
      throw error;
    }
  }

  /** Work for every phase until {@link #stop}: the life of a worker. */
  void serve(Scratch scratch) {
    Work shared = join();
    while (shared != null) {
      try {
        takePieces(shared, scratch);
      } catch (RuntimeException e) {
        fail(e, null);
      } catch (VirtualMachineError | LinkageError | AssertionError e) {
        fail(null, e);
      }
      leave();
      shared = join();
    }
  }

  private @Nullable Work join() {
    synchronized (monitor) {
      while (!stopped && !(open && next.get() < units)) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          stopped = true; // nobody interrupts these threads but a JVM that ends
        }
      }
      if (stopped) {
        return null;
      }
      active++;
      return work;
    }
  }

  private void leave() {
    synchronized (monitor) {
      active--;
      monitor.notifyAll();
    }
  }

  private void fail(@Nullable RuntimeException thrown, @Nullable Error fatal) {
    synchronized (monitor) {
      exception = thrown;
      error = fatal;
      next.set(units);
    }
  }

  /** Let the workers end. */
  void stop() {
    synchronized (monitor) {
      stopped = true;
      monitor.notifyAll();
    }
  }
}

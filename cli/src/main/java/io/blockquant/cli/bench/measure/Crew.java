package io.blockquant.cli.bench.measure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Run the same work on a fixed number of threads, the caller's included: what copy, read and fill
 * are measured with. Not thread-safe: one caller.
 *
 * <p>The waiting threads sleep, so that they disturb nobody who is measured meanwhile; the caller
 * spins, because the parts of one call end together.
 */
public final class Crew implements AutoCloseable {

  /** One thread's share of the work. */
  @FunctionalInterface
  public interface Part {
    /** Do share {@code index} of as many as there are threads. */
    void run(int index);
  }

  private final Thread[] others;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile @Nullable Part part;
  private volatile int call;
  private volatile boolean closed;

  /** Start a crew of {@code threads}, at least 1. */
  public Crew(int threads) {
    others = new Thread[threads - 1];
    for (int i = 0; i < others.length; i++) {
      int index = i + 1;
      others[i] = Thread.ofPlatform().daemon().name("bench-" + index).start(() -> serve(index));
    }
  }

  /** Return how many threads there are, the caller's included. */
  public int threads() {
    return others.length + 1;
  }

  /** Run every share once and return when all are done. */
  public void run(Part work) {
    part = work;
    pending.set(others.length);
    call = call + 1; // one writer
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
    work.run(0);
    while (pending.get() > 0) {
      Thread.onSpinWait();
    }
  }

  private void serve(int index) {
    int done = 0;
    while (!closed) {
      if (call == done) {
        LockSupport.park(this);
        continue;
      }
      done = call;
      Part work = part;
      if (work != null) {
        work.run(index);
      }
      pending.decrementAndGet();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
  }
}

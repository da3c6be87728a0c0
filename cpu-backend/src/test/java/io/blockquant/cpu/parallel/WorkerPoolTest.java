package io.blockquant.cpu.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Work;
import java.lang.foreign.Arena;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every unit of every phase is done once, whoever does it. */
@Timeout(60)
final class WorkerPoolTest {

  private static final int UNITS = 1000;

  /** Counts how often each unit is done, phase by phase. */
  private static class Counting implements Work {
    final AtomicIntegerArray first = new AtomicIntegerArray(UNITS);
    final AtomicIntegerArray second = new AtomicIntegerArray(UNITS);
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public int phases() {
      return 2;
    }

    @Override
    public long units(int phase) {
      return UNITS;
    }

    @Override
    public long grain(int phase) {
      return 7;
    }

    @Override
    public void run(int phase, long from, long to, Scratch scratch) {
      threads.add(Thread.currentThread());
      for (int unit = (int) from; unit < to; unit++) {
        if (phase == 0) {
          first.incrementAndGet(unit);
        } else {
          assertEquals(1, first.get(UNITS - 1 - unit), "the phase before has ended");
          second.incrementAndGet(unit);
        }
      }
    }

    void assertDone() {
      for (int unit = 0; unit < UNITS; unit++) {
        assertEquals(1, first.get(unit));
        assertEquals(1, second.get(unit));
      }
    }
  }

  @Test
  void everyUnitIsDoneOnce() {
    for (int threads = 1; threads <= 4; threads++) {
      try (WorkerPool pool = new WorkerPool(threads)) {
        for (int run = 0; run < 500; run++) {
          Counting work = new Counting();
          pool.run(work, true, new Scratch());
          work.assertDone();
        }
      }
    }
  }

  @Test
  void callersThatComeAtOnceAllFinish() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(3)) {
      CountDownLatch done = new CountDownLatch(4);
      for (int caller = 0; caller < 4; caller++) {
        Thread.ofPlatform()
            .start(() -> {
              for (int run = 0; run < 200; run++) {
                Counting work = new Counting();
                pool.run(work, true, new Scratch());
                work.assertDone();
              }
              done.countDown();
            });
      }
      done.await();
      assertEquals(0, done.getCount());
    }
  }

  @Test
  void whatMustNotBeSharedStaysWithTheCaller() {
    try (WorkerPool pool = new WorkerPool(3);
        Arena confined = Arena.ofConfined()) {
      assertFalse(pool.mayShare(confined.allocate(1)));
      assertTrue(pool.mayShare(Arena.global().allocate(1)));
      Counting work = new Counting();
      pool.run(work, false, new Scratch());
      assertEquals(Set.of(Thread.currentThread()), work.threads);
    }
  }

  @Test
  void aFailureReachesTheCallerAndThePoolGoesOn() {
    IllegalStateException failure = new IllegalStateException("unit 500");
    try (WorkerPool pool = new WorkerPool(3)) {
      for (int run = 0; run < 200; run++) {
        Counting failing =
            new Counting() {
              @Override
              public void run(int phase, long from, long to, Scratch scratch) {
                if (from <= 500 && 500 < to) {
                  throw failure;
                }
              }
            };
        IllegalStateException thrown =
            assertThrows(IllegalStateException.class, () -> pool.run(failing, true, new Scratch()));
        assertSame(failure, thrown);
        Counting work = new Counting();
        pool.run(work, true, new Scratch());
        work.assertDone();
      }
    }
  }

  @Test
  void anInterruptedCallerFinishesAndStaysInterrupted() {
    try (WorkerPool pool = new WorkerPool(2)) {
      Thread.currentThread().interrupt();
      Counting work = new Counting();
      pool.run(work, true, new Scratch());
      assertTrue(Thread.interrupted());
      work.assertDone();
    }
  }
}

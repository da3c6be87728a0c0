package io.blockquant.cli.bench.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class InterleavedTest {

  @Test
  void everyRoundTimesEachSubjectOnce() {
    List<String> order = new ArrayList<>();
    AtomicInteger steps = new AtomicInteger();
    // Longer than a sample must be, so that a sample is one call after its lead-in.
    List<Subject> subjects = List.of(slow("a", order), slow("b", order));
    int rounds = 3;
    List<Timings> timings =
        new Interleaved(WarmUp.atMost(0), rounds, steps::incrementAndGet).run(subjects);
    assertEquals(Interleaved.steps(2, rounds), steps.get());
    assertEquals(2, timings.size());
    assertEquals(rounds, timings.getFirst().rounds());
    assertTrue(timings.getFirst().min() >= 1_000_000, "a call takes a millisecond at least");
    String all = String.join("", order);
    // After the warm-up, in each round a lead-in and a sample of each.
    assertTrue(all.endsWith("baabb" + "aabb".repeat(rounds - 1)), all);
  }

  private static Subject slow(String name, List<String> order) {
    return new Subject(
        name,
        () -> {
          order.add(name);
          long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
        });
  }

  @Test
  void timingsSortAndSummarize() {
    Timings timings = new Timings(new double[] {5, 1, 4, 2});
    assertArrayEquals(new double[] {1, 2, 4, 5}, timings.nanos());
    assertEquals(1, timings.min());
    assertEquals(3, timings.median());
    assertEquals(2, new Timings(new double[] {9, 2, 1}).median());
    double[] hundred = new double[100];
    for (int i = 0; i < 100; i++) {
      hundred[i] = 100 - i;
    }
    assertEquals(95, new Timings(hundred).percentile(0.95));
    assertEquals(7, new Timings(new double[] {7}).percentile(0.95));
    assertThrows(IllegalArgumentException.class, () -> new Timings(new double[0]));
  }

  @Test
  void aCrewRunsEveryShareOncePerCall() {
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    try (Crew crew = new Crew(3)) {
      for (int i = 0; i < 1000; i++) {
        crew.run(runs::incrementAndGet);
        int call = i + 1;
        for (int share = 0; share < 3; share++) {
          assertEquals(call, runs.get(share));
        }
      }
    }
  }

  @Test
  void memoryOperationsTouchEveryByte() {
    try (Memory memory = new Memory();
        Crew crew = new Crew(3)) {
      long bytes = 2 * 1003; // no multiple of a line: the last thread takes the rest
      MemorySegment from = memory.allocate(bytes);
      MemorySegment to = memory.allocate(bytes);
      for (long i = 0; i < bytes; i++) {
        from.set(ValueLayout.JAVA_BYTE, i, (byte) (1 + i % (bytes / 2) % 100));
      }
      MemoryOps operations = new MemoryOps(crew, from, to);
      operations.copy();
      assertEquals(-1, from.mismatch(to));
      operations.read();
      operations.fill();
      for (long i = 0; i < bytes; i++) {
        assertEquals(0, to.get(ValueLayout.JAVA_BYTE, i));
      }
    }
  }

  @Test
  void smallArraysAreNotSplit() {
    assertEquals(1, MemoryOps.usefulThreads(64, 8));
    assertEquals(4, MemoryOps.usefulThreads(1 << 20, 8));
    assertEquals(2, MemoryOps.usefulThreads(1 << 26, 2));
  }
}

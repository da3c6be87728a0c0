package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.RandomGraphs;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.Toys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SessionConcurrencyTest {

  private final Ledger ledger = new Ledger();
  private final ToyBackend a = new ToyBackend("a", 1, ledger);
  private final ToyBackend b = new ToyBackend("b", 2, ledger);
  private final Map<String, Tensor> given =
      Map.of("x", Toys.vector(1, 2, 3, 4, 5), "y", Toys.vector(5, 4, 3, 2, 1));

  @Test
  void eightThreadsDoNotDisturbEachOther() throws Exception {
    Graph graph = RandomGraphs.make(new Random(3), 40, List.of("a", "b"));
    int threads = 8;
    int runs = 200;
    try (Session session = ToySessions.open(graph, a, b);
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Random random = new Random(t);
        results.add(
            executor.submit(() -> {
              int right = 0;
              for (int run = 0; run < runs; run++) {
                long[] x = random.longs(5).toArray();
                Map<String, Tensor> own = Map.of("x", Toys.vector(x), "y", Toys.vector(x));
                right += same(Toys.naive(graph, own), session.run(own)) ? 1 : 0;
              }
              return right;
            }));
      }
      for (Future<Integer> result : results) {
        assertEquals(runs, result.get());
      }
    }
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void keepsOneFramePerRunAtOnceAndNoMoreThanItsBound() throws Exception {
    CountDownLatch inside = new CountDownLatch(4);
    CountDownLatch go = new CountDownLatch(1);
    a.beforeNode(_ -> {
      inside.countDown();
      await(go);
    });
    Graph graph = RandomGraphs.make(new Random(1), 1, List.of("a"));
    try (Session session = ToySessions.open(graph, a);
        ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        runs.add(executor.submit(() -> session.run(given)));
      }
      await(inside);
      assertEquals(4, invocations());
      go.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
      int bound = Runtime.getRuntime().availableProcessors();
      assertTrue(invocations() <= bound, "kept " + invocations());
      session.run(given);
      assertTrue(invocations() <= bound && invocations() >= 1);
    }
    assertEquals(List.of(), ledger.open());
  }

  @Test
  void closeWaitsForRunsAndRefusesNewOnes() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    a.beforeNode(_ -> {
      inside.countDown();
      await(go);
    });
    Graph graph = RandomGraphs.make(new Random(1), 1, List.of("a"));
    Session session = ToySessions.open(graph, a);
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Future<Map<String, Tensor>> run = executor.submit(() -> session.run(given));
      await(inside);
      Future<?> close = executor.submit(session::close);
      // The close is under way once a new run is refused; it must not end before the run does.
      while (accepts(session)) {
        Thread.onSpinWait();
      }
      assertThrows(TimeoutException.class, () -> close.get(200, TimeUnit.MILLISECONDS));
      assertEquals(1, invocations());
      go.countDown();
      assertTrue(same(Toys.naive(graph, given), run.get()));
      close.get();
    }
    assertEquals(List.of(), ledger.open());
    session.close();
    Expect.code(() -> session.run(given), "Session.Closed");
  }

  /** Ask with an input too few: a closed session says that it is closed before it looks. */
  private static boolean accepts(Session session) {
    try {
      session.run(Map.of());
      return true;
    } catch (BlockquantException e) {
      return !e.diagnostics().getFirst().code().equals("Session.Closed");
    }
  }

  private long invocations() {
    return ledger.open().stream().filter(what -> what.startsWith("invocation")).count();
  }

  private static boolean same(Map<String, Tensor> expected, Map<String, Tensor> found) {
    return expected.entrySet().stream()
        .allMatch(entry -> entry.getValue().sameBits(found.get(entry.getKey())));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

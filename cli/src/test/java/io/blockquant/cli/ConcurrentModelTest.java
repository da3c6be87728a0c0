package io.blockquant.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cli.verbs.SharedModels;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxModel;
import io.blockquant.onnx.OnnxTensorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real model on the real backends: one session and many threads, many sessions, closing. */
@Timeout(300)
class ConcurrentModelTest {

  private static final int THREADS = 8;
  private static final int RUNS = 20;

  private final Path folder = SharedModels.example("vit-tiny-nvfp4");
  private final Tensor input = OnnxTensorFile.read(folder.resolve("input_0.pb"));

  @BeforeEach
  void needsBackends() {
    SharedModels.assumeBackends("ort", "cpu");
  }

  /** Each thread has batches of its own sizes; every result is that of a run alone, bit by bit. */
  @Test
  void manyThreadsShareASession() throws Exception {
    try (OnnxModel model = load();
        Session session = open(model)) {
      String name = session.inputs().getFirst().name();
      List<Map<String, Tensor>> given = new ArrayList<>();
      List<Tensor> alone = new ArrayList<>();
      for (long rows = 1; rows <= Math.min(3, input.shape().dim(0)); rows++) {
        given.add(Map.of(name, input.slice(0, rows)));
        alone.add(only(session.run(given.getLast())));
      }
      CountDownLatch start = new CountDownLatch(1);
      try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
        List<Future<Integer>> right = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          int first = thread;
          right.add(
              executor.submit(() -> {
                start.await();
                int same = 0;
                for (int run = 0; run < RUNS; run++) {
                  int which = (first + run) % given.size();
                  same += alone.get(which).sameBits(only(session.run(given.get(which)))) ? 1 : 0;
                }
                return same;
              }));
        }
        start.countDown();
        for (Future<Integer> same : right) {
          assertEquals(RUNS, same.get());
        }
      }
    }
  }

  /** Sessions of one model know nothing of each other: closing one leaves the other as it was. */
  @Test
  void sessionsAreIndependent() {
    try (OnnxModel model = load();
        Session kept = open(model)) {
      Map<String, Tensor> given = Map.of(kept.inputs().getFirst().name(), input);
      Tensor before = only(kept.run(given));
      try (Session other = open(model)) {
        assertTrue(before.sameBits(only(other.run(given))));
      }
      assertTrue(before.sameBits(only(kept.run(given))));
    }
  }

  /** A run that has begun ends with its result; one that comes too late is refused, by name. */
  @Test
  void closingWhileRunsAreUnderWayIsSafe() throws Exception {
    try (OnnxModel model = load()) {
      for (int round = 0; round < 5; round++) {
        Session session = open(model);
        Map<String, Tensor> given = Map.of(session.inputs().getFirst().name(), input);
        Tensor alone = only(session.run(given));
        CountDownLatch running = new CountDownLatch(THREADS);
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
          List<Future<String>> ends = new ArrayList<>();
          for (int thread = 0; thread < THREADS; thread++) {
            ends.add(
                executor.submit(() -> {
                  try {
                    while (true) {
                      assertTrue(alone.sameBits(only(session.run(given))));
                      running.countDown();
                    }
                  } catch (BlockquantException e) {
                    running.countDown();
                    return e.diagnostics().getFirst().code();
                  }
                }));
          }
          running.await();
          session.close();
          for (Future<String> end : ends) {
            assertEquals("Session.Closed", end.get());
          }
        }
      }
    }
  }

  private OnnxModel load() {
    return OnnxModel.load(folder.resolve("model.onnx"));
  }

  private static Session open(OnnxModel model) {
    return Session.builder(model).backends("cpu", "ort").open();
  }

  private static Tensor only(Map<String, Tensor> results) {
    return results.values().iterator().next();
  }
}

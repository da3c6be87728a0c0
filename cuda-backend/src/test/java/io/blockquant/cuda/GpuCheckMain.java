package io.blockquant.cuda;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.runner.CaseRunner;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.session.SessionDevice;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.driver.CudaDriver;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.FreeMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.testing.Data;
import io.blockquant.cuda.testing.Trial;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Check this backend on this machine's GPU, from Java; {@code gpu-check} runs it. Prints a line per
 * check and ends with an exception where one fails.
 */
final class GpuCheckMain {

  private static final PrintStream OUT = System.out;

  private GpuCheckMain() {}

  /** Run all checks; with an argument, those of sessions and memory alone. */
  public static void main(String[] args) {
    OUT.println(CudaDriver.status());
    if (args.length == 0) {
      conformance();
      allKernels();
    }
    outOfMemoryIsAnAnswer();
    leaks();
    tensorsOfTheDevice();
    threads();
    largeSession();
    OUT.println("all checks passed");
  }

  private static void allKernels() {
    try (CudaBackend backend = open()) {
      kernels("DynamicQuantize", backend, DynamicQuantizeKernelsTest::compareAll);
      kernels("Quantize", backend, new ScalingKernelsTest()::quantizeAll);
      kernels("Dequantize", backend, new ScalingKernelsTest()::dequantizeAll);
      kernels("Cast", backend, CastKernelsTest::castAll);
      kernels("BitCast", backend, CastKernelsTest::bitCastAll);
    }
  }

  private static CudaBackend open() {
    return (CudaBackend) new CudaProvider().open(BackendOptions.defaults());
  }

  private static void conformance() {
    int passed = 0;
    int declined = 0;
    try (CudaBackend backend = open()) {
      CaseRunner runner = new CaseRunner(backend);
      List<ConformanceCase> cases =
          Profiles.all().stream().flatMap(profile -> profile.cases().stream()).distinct().toList();
      for (ConformanceCase each : cases) {
        Outcome outcome = runner.run(each);
        switch (outcome.tally()) {
          case PASSED -> passed++;
          case SKIPPED -> {
            declined++;
            OUT.println("declined " + each.id() + ": " + outcome.reason());
          }
          case FAILED -> throw new AssertionError(each.id() + "\n" + outcome.reason());
        }
      }
    }
    OUT.printf("conformance, all profiles: %d cases passed, %d declined%n", passed, declined);
  }

  private static void kernels(
      String operator, CudaBackend backend, java.util.function.Consumer<Trial> all) {
    try (Trial trial = new Trial(backend)) {
      all.accept(trial);
      int runs = trial.kernels().values().stream().mapToInt(Integer::intValue).sum();
      OUT.printf("%s against the reference: %d runs of kernels, every bit%n", operator, runs);
      trial.kernels().forEach((name, count) -> OUT.printf("  %6d %s%n", count, name));
    }
  }

  private static void outOfMemoryIsAnAnswer() {
    try (Gpu gpu = CudaDriver.open(0)) {
      try (DeviceMemory _ = gpu.allocate(1L << 50)) {
        throw new AssertionError("a pebibyte of device memory");
      } catch (BlockquantException e) {
        OUT.println(e.getMessage());
      }
      try (DeviceMemory memory = gpu.allocate(1L << 20)) {
        OUT.println("usable after that: 1 MiB at 0x" + Long.toHexString(memory.address()));
      }
    }
  }

  /** NVFP4 there and back: nodes that hand each other device memory. */
  private static Graph thereAndBack(long rows, long columns) {
    GraphBuilder builder = Graph.builder("there-and-back");
    Value x = builder.input("x", ElementType.FLOAT, Shape.of(rows, columns));
    Value g = builder.constant("g", Tensor.scalar(0.0123f));
    List<Value> quantized =
        builder.add(
            dynamicQuantize(
                x, axis(-1), blockSize(16), ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, g));
    Value scale = builder.add(dequantize(quantized.get(1), g)).get(0);
    return builder
        .output(
            builder
                .add(dequantize(quantized.get(0), scale).with("axis", -1).with("block_size", 16))
                .get(0))
        .build();
  }

  private static void leaks() {
    Graph graph = thereAndBack(64, 1024);
    Tensor x = Data.GAUSSIAN.tensor(ElementType.FLOAT, Shape.of(64, 1024), new Random(1));
    try (Gpu _ = CudaDriver.open(0)) {
      runs(graph, x, 100, 10);
      long before = FreeMemory.of(0);
      runs(graph, x, 10_000, 50);
      long after = FreeMemory.of(0);
      OUT.printf(
          "leak check: 10000 runs in 50 sessions; free memory before %d, after %d bytes%n",
          before, after);
      if (after < before) {
        throw new AssertionError("device memory leaks");
      }
    }
  }

  private static void runs(Graph graph, Tensor x, int runs, int sessions) {
    Tensor y = Tensor.allocate(ElementType.FLOAT, x.shape());
    String output = graph.outputs().get(0).name();
    for (int opened = 0; opened < sessions; opened++) {
      try (Session session = Session.builder(graph).backends("cuda").open()) {
        for (int run = 0; run < runs / sessions; run++) {
          session.run(Map.of("x", x), Map.of(output, y));
        }
      }
    }
  }

  /** Runs on tensors that stay on the device: the same bits, no copies, no leak. */
  private static void tensorsOfTheDevice() {
    int extent = 8192;
    Graph graph = thereAndBack(extent, extent);
    Random random = new Random(5);
    Tensor x = Tensor.allocate(ElementType.FLOAT, Shape.of(extent, extent));
    for (long i = 0; i < x.elementCount(); i++) {
      x.segment().setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, i, random.nextFloat() - .5f);
    }
    try (Gpu _ = CudaDriver.open(0)) {
      chainOnDevice(graph, x); // the context allocates for itself once
      manyTensors();
      long before = FreeMemory.of(0);
      double best = chainOnDevice(graph, x);
      manyTensors();
      long after = FreeMemory.of(0);
      OUT.printf(
          "session, NVFP4 there and back, %d x %d float32, on the device: %.3f ms, the same bits%n",
          extent, extent, best);
      OUT.printf("tensors of the device: free memory before %d, after %d bytes%n", before, after);
      if (after < before) {
        throw new AssertionError("device memory leaks");
      }
    }
  }

  /** Run on tensors of the device; return the shortest time in milliseconds. */
  private static double chainOnDevice(Graph graph, Tensor x) {
    String output = graph.outputs().get(0).name();
    double best = Double.MAX_VALUE;
    try (Session session = Session.builder(graph).backends("cuda").open();
        Arena arena = Arena.ofConfined()) {
      Tensor expected = session.run(Map.of("x", x)).get(output);
      SessionDevice gpu = session.device(session.devices().getFirst());
      Tensor in = gpu.copy(x, arena);
      Tensor out = gpu.allocate(ElementType.FLOAT, x.shape(), arena);
      Tensor left = gpu.run(Map.of("x", in), arena).get(output);
      for (int run = 0; run < 50; run++) {
        long start = System.nanoTime();
        session.run(Map.of("x", in), Map.of(output, out));
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
      if (!expected.sameBits(out.toHost(arena)) || !expected.sameBits(left.toHost(arena))) {
        throw new AssertionError("tensors of the device hold other bits");
      }
    }
    return best;
  }

  /** Make and free tensors by the thousand, in sessions that end before and after them. */
  private static void manyTensors() {
    Tensor small = Data.GAUSSIAN.tensor(ElementType.FLOAT, Shape.of(64, 1024), new Random(6));
    for (int opened = 0; opened < 10; opened++) {
      try (Arena kept = Arena.ofConfined()) {
        try (Session session = Session.builder(thereAndBack(64, 1024)).backends("cuda").open()) {
          SessionDevice gpu = session.device(session.devices().getFirst());
          gpu.copy(small, kept);
          for (int run = 0; run < 100; run++) {
            try (Arena arena = Arena.ofConfined()) {
              gpu.run(Map.of("x", gpu.copy(small, arena)), arena);
            }
          }
        }
      }
    }
  }

  /** One session, many threads, tensors of the host and of the device: everybody gets his bits. */
  private static void threads() {
    int threads = 8;
    Graph graph = thereAndBack(256, 1024);
    String output = graph.outputs().get(0).name();
    try (Session session = Session.builder(graph).backends("cuda").open();
        Arena arena = Arena.ofShared()) {
      SessionDevice gpu = session.device(session.devices().getFirst());
      IntStream.range(0, threads)
          .parallel()
          .forEach(thread -> {
            Tensor x =
                Data.GAUSSIAN.tensor(ElementType.FLOAT, Shape.of(256, 1024), new Random(thread));
            Tensor expected = session.run(Map.of("x", x)).get(output);
            Tensor onDevice = gpu.copy(x, arena);
            Tensor y = gpu.allocate(ElementType.FLOAT, x.shape(), arena);
            for (int run = 0; run < 200; run++) {
              session.run(Map.of("x", onDevice), Map.of(output, y));
              if (!expected.sameBits(y.toHost(Arena.ofAuto()))
                  || !expected.sameBits(session.run(Map.of("x", x)).get(output))) {
                throw new AssertionError("thread " + thread + ", run " + run);
              }
            }
          });
    }
    OUT.printf("%d threads of 400 runs on one session: the bits of the first run%n", threads);
  }

  /** A large tensor through a session: pinned copies and three kernels. */
  private static void largeSession() {
    int extent = 8192;
    Graph graph = thereAndBack(extent, extent);
    Tensor x = Tensor.allocate(ElementType.FLOAT, Shape.of(extent, extent));
    Random random = new Random(5);
    for (long i = 0; i < x.elementCount(); i++) {
      x.segment().setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, i, random.nextFloat() - .5f);
    }
    Tensor y = Tensor.allocate(ElementType.FLOAT, x.shape());
    String output = graph.outputs().get(0).name();
    double best = Double.MAX_VALUE;
    try (Session session = Session.builder(graph).backends("cuda").open()) {
      for (int run = 0; run < 10; run++) {
        long start = System.nanoTime();
        session.run(Map.of("x", x), Map.of(output, y));
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
    }
    OUT.printf(
        "session, NVFP4 there and back, %d x %d float32, host to host: %.1f ms, %.1f GB/s of x and y%n",
        extent, extent, best, 2 * x.byteSize() / best / 1e6);
  }
}

package io.blockquant.cpu;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.Explanation;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.cpu.testing.Data;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The backend as a session uses it. */
final class CpuSessionTest {

  private static final long SEED = 11;

  /** NVFP4 there and back: three nodes, two of whose values stay inside the region (Q6). */
  private static Graph thereAndBack(Dim rows, long columns) {
    GraphBuilder builder = Graph.builder("double-quantization");
    Value x = builder.input("x", ElementType.FLOAT, rows, Dim.of(columns));
    Value g = builder.constant("g", Tensor.scalar(0.0123f));
    List<Value> quantized =
        builder.add(
            dynamicQuantize(
                x, axis(-1), blockSize(16), ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, g));
    Value scale = builder.add(dequantize(quantized.get(1), g)).get(0);
    Value y =
        builder
            .add(dequantize(quantized.get(0), scale).with("axis", -1).with("block_size", 16))
            .get(0);
    return builder.output(y).build();
  }

  @Test
  void everyNumberOfThreadsGivesTheBitsOfTheReference() {
    Graph graph = thereAndBack(Dim.of(257), 1040);
    Tensor x = Data.GAUSSIAN.tensor(ElementType.FLOAT, Shape.of(257, 1040), new Random(SEED));
    Map<String, Tensor> inputs = Map.of("x", x);
    Tensor expected;
    try (Session session = Session.builder(graph).backends("reference").open()) {
      expected = session.run(inputs).values().iterator().next();
    }
    for (String vector : List.of("auto", "off")) {
      for (int threads = 1; threads <= 3; threads++) {
        try (Session session =
            Session.builder(graph)
                .backends("cpu")
                .threads(threads)
                .setting("vector", vector)
                .open()) {
          for (int run = 0; run < 5; run++) {
            Tensor actual = session.run(inputs).values().iterator().next();
            assertTrue(
                expected.sameBits(actual), threads + " threads, vector " + vector + " run " + run);
          }
        }
      }
    }
  }

  @Test
  void aRunOnOtherShapesIsBoundAnew() {
    Graph graph = thereAndBack(Dim.symbol("N"), 48);
    try (Session cpu = Session.builder(graph).backends("cpu").threads(2).open();
        Session reference = Session.builder(graph).backends("reference").open()) {
      for (long rows : new long[] {3, 700, 3, 0, 1, 64, 700}) {
        Tensor x = Data.RANDOM_BITS.tensor(ElementType.FLOAT, Shape.of(rows, 48), new Random(rows));
        Tensor expected = reference.run(Map.of("x", x)).values().iterator().next();
        Tensor actual = cpu.run(Map.of("x", x)).values().iterator().next();
        assertEquals(expected.shape(), actual.shape());
        assertTrue(same(expected, actual), rows + " rows");
      }
    }
  }

  /** The bits, but NaN by class. */
  private static boolean same(Tensor expected, Tensor actual) {
    return Arrays.equals(TensorArrays.toFloats(expected), TensorArrays.toFloats(actual));
  }

  /** Kernels address memory by numbers: what is closed must be noticed before. */
  @Test
  void aTensorWhoseMemoryIsClosedIsRefused() {
    Graph graph = thereAndBack(Dim.of(64), 1024);
    Shape shape = Shape.of(64, 1024);
    try (Session session = Session.builder(graph).backends("cpu").threads(2).open()) {
      Tensor closed;
      try (Arena arena = Arena.ofShared()) {
        closed =
            Tensor.of(ElementType.FLOAT, shape, arena.allocate(shape.elementCount() * Float.BYTES));
        assertEquals(1, session.run(Map.of("x", closed)).size());
      }
      assertThrows(RuntimeException.class, () -> session.run(Map.of("x", closed)));
      Tensor open = Tensor.allocate(ElementType.FLOAT, shape);
      assertEquals(1, session.run(Map.of("x", open)).size());
    }
  }

  @Test
  void aConstraintThatOnlyTheRunCanCheckIsChecked() {
    GraphBuilder builder = Graph.builder("late");
    Value x = builder.input("x", ElementType.FLOAT, Dim.of(2), Dim.UNKNOWN);
    builder
        .add(
            dynamicQuantize(
                x, axis(1), blockSize(16), ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN))
        .forEach(builder::output);
    try (Session session = Session.builder(builder.build()).backends("cpu").open()) {
      Tensor good = Tensor.allocate(ElementType.FLOAT, Shape.of(2, 32));
      assertEquals(2, session.run(Map.of("x", good)).size());
      Tensor bad = Tensor.allocate(ElementType.FLOAT, Shape.of(2, 33));
      BlockquantException e =
          assertThrows(BlockquantException.class, () -> session.run(Map.of("x", bad)));
      assertEquals("DynamicQuantize.C6", e.diagnostics().getFirst().code());
      assertEquals(2, session.run(Map.of("x", good)).size());
    }
  }

  @Test
  void aZeroPointThatIsNotZeroIsRefusedWhenItComes() {
    GraphBuilder builder = Graph.builder("late");
    Value q = builder.input("q", ElementType.FLOAT8E4M3FN, Shape.of(4));
    Value zero = builder.input("zero", ElementType.FLOAT8E4M3FN, Shape.SCALAR);
    Value scale = builder.constant("scale", Tensor.scalar(2f));
    builder.output(builder.add(dequantize(q, scale).withInput(2, zero)).get(0));
    try (Session session = Session.builder(builder.build()).backends("cpu").open()) {
      Tensor codes = Tensor.allocate(ElementType.FLOAT8E4M3FN, Shape.of(4));
      Tensor none = Tensor.allocate(ElementType.FLOAT8E4M3FN, Shape.SCALAR);
      assertEquals(1, session.run(Map.of("q", codes, "zero", none)).size());
      none.segment().fill((byte) 0x38);
      BlockquantException e =
          assertThrows(
              BlockquantException.class, () -> session.run(Map.of("q", codes, "zero", none)));
      assertEquals("Dequantize.Q4", e.diagnostics().getFirst().code());
    }
  }

  @Test
  void theExplanationNamesTheKernels() {
    try (Session session =
        Session.builder(thereAndBack(Dim.of(4), 64))
            .backends("cpu")
            .setting("vector", "off")
            .open()) {
      List<String> kernels =
          session.explain().nodes().stream().map(Explanation.NodeChoice::kernel).toList();
      assertEquals(
          List.of("dynamicquantize/scalar", "dequantize/scalar", "dequantize/scalar"), kernels);
    }
  }
}

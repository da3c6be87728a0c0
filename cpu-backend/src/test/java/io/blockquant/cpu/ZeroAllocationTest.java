package io.blockquant.cpu;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static io.blockquant.core.ops.quantize.Quantize.quantize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.testing.Data;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run on the shapes of the last one allocates nothing: through a session, on every kernel. It is
 * what shows that C2 inlined every call of the Vector API, which boxes otherwise.
 */
@Tag("vector")
final class ZeroAllocationTest {

  private static final Shape SHAPE = Shape.of(64, 1024);
  private static final int RUNS = 20;

  /** How long C2 may take to get to every body: it compiles behind the runs. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A graph and what it computes, for the report. */
  record Subject(String name, Graph graph, ElementType input, String vector) {
    @Override
    public String toString() {
      return name + " of " + input + ", vector " + vector;
    }
  }

  static Stream<Subject> subjects() {
    return Stream.of("off", "auto").flatMap(ZeroAllocationTest::subjects);
  }

  private static Stream<Subject> subjects(String vector) {
    Stream.Builder<Subject> subjects = Stream.builder();
    List<ElementType> floats =
        List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);
    for (ElementType type : floats) {
      for (Recipe recipe : Recipe.values()) {
        long block = recipe.blockSize().orElse(32);
        long[] shape = {recipe == Recipe.FP8_2D ? 32 : 1, block};
        subjects.add(new Subject(recipe.name(), dynamic(type, recipe, shape), type, vector));
      }
      subjects.add(new Subject("INT8 per axis", there(type, ElementType.INT8), type, vector));
      subjects.add(new Subject("UINT4 per axis", there(type, ElementType.UINT4), type, vector));
      subjects.add(
          new Subject("FP8 per axis", there(type, ElementType.FLOAT8E4M3FN), type, vector));
    }
    return subjects.build();
  }

  /** Quantize dynamically, and dequantize by the scales where their type allows it. */
  private static Graph dynamic(ElementType type, Recipe recipe, long[] blockShape) {
    GraphBuilder builder = Graph.builder("zero");
    Value x = builder.input("x", type, SHAPE);
    List<Value> quantized =
        builder.add(dynamicQuantize(x, blockShape, recipe.outputType(), recipe.scaleType()));
    Value scale = quantized.get(1);
    if (recipe.scaleType() == ElementType.FLOAT8E4M3FN) {
      Value g = builder.constant("g", Tensor.scalar(1f));
      scale = builder.add(dequantize(scale, g)).get(0);
    }
    List<Long> blocks = List.of(blockShape[0], blockShape[1]);
    builder.output(
        builder.add(dequantize(quantized.get(0), scale, type).with("block_shape", blocks)).get(0));
    return builder.build();
  }

  private static Graph there(ElementType type, ElementType quantized) {
    GraphBuilder builder = Graph.builder("zero");
    Value x = builder.input("x", type, SHAPE);
    Tensor scales = Tensor.allocate(ElementType.FLOAT, Shape.of(SHAPE.dim(1)));
    for (long i = 0; i < scales.elementCount(); i++) {
      Elements.setValue(scales, i, 0.01 * (i + 1));
    }
    Value scale = builder.constant("scale", scales);
    Value q = builder.add(quantize(x, scale, quantized)).get(0);
    builder.output(builder.add(dequantize(q, scale, type)).get(0));
    return builder.build();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void steadyStateAllocatesNothing(Subject subject) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    Map<String, Tensor> inputs =
        Map.of("x", Data.GAUSSIAN.tensor(subject.input(), SHAPE, new Random(1)));
    try (Session session =
        Session.builder(subject.graph())
            .backends("cpu")
            .threads(1)
            .setting("vector", subject.vector())
            .open()) {
      Map<String, Tensor> outputs = new HashMap<>(session.run(inputs));
      // Compiled code counts; what the interpreter boxes on the way there does not.
      long least = Long.MAX_VALUE;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (least > 0 && System.nanoTime() < deadline) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < RUNS; run++) {
          session.run(inputs, outputs);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least, "bytes allocated by " + RUNS + " runs");
    }
  }
}

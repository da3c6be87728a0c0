package io.blockquant.ort;

import static io.blockquant.ort.Regions.op;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionRunTest {

  private final OrtBackend backend = Regions.backend();

  @Test
  void followsTheBatchFromRunToRun() {
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int batch : new int[] {1, 3, 1, 0, 7, 3, 2, 0, 1}) {
        float[] values = floats(batch * 4, batch);
        invocation.run(memory.inputs(Tensor.ofFloats(Shape.of(batch, 4), values)));
        assertEquals(Shape.of(batch, 4), memory.result(0).shape());
        assertArrayEquals(negated(values), TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  @Test
  void remembersMoreShapesThanItKeeps() {
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int run = 0; run < 300; run++) {
        int batch = 1 + run * 37 % 150;
        float[] values = floats(batch * 4, run);
        invocation.run(memory.inputs(Tensor.ofFloats(Shape.of(batch, 4), values)));
        assertArrayEquals(negated(values), TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  @Test
  void readsNewValuesBehindTheSameTensor() {
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Tensor x = Tensor.ofFloats(Shape.of(1, 4), 1, 2, 3, 4);
      Memory memory = new Memory(x);
      for (int run = 0; run < 3; run++) {
        x.segment().setAtIndex(java.lang.foreign.ValueLayout.JAVA_FLOAT, 0, run);
        invocation.run(memory);
        assertArrayEquals(
            new float[] {-(float) run, -2, -3, -4}, TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {
        "FLOAT",
        "DOUBLE",
        "FLOAT16",
        "INT8",
        "UINT8",
        "INT16",
        "INT32",
        "INT64",
        "BOOL",
        "BFLOAT16"
      })
  void carriesEveryTypeBitByBit(ElementType type) {
    GraphBuilder builder = Graph.builder("identity");
    Value x = builder.input("x", type, Dim.symbol("N"));
    builder.output(builder.add(op("Identity", x)).getFirst());
    byte[] bytes = new byte[(int) type.byteSize(37)];
    new Random(type.onnxCode()).nextBytes(bytes);
    if (type == ElementType.BOOL) {
      IntStream.range(0, bytes.length).forEach(i -> bytes[i] &= 1);
    }
    Tensor input = TensorArrays.ofBytes(type, Shape.of(37), bytes);
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(input);
      for (int run = 0; run < 3; run++) {
        invocation.run(memory);
        assertTrue(input.sameBits(memory.result(0)), "run " + run);
      }
    }
  }

  @Test
  void computesInHalfPrecision() {
    GraphBuilder builder = Graph.builder("half");
    Value x = builder.input("x", ElementType.FLOAT16, Dim.symbol("N"));
    builder.output(builder.add(op("Add", x, x)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory =
          new Memory(TensorArrays.ofValues(ElementType.FLOAT16, Shape.of(3), 0.5, -1.25, 1024));
      invocation.run(memory);
      assertEquals(ElementType.FLOAT16, memory.result(0).elementType());
      assertArrayEquals(new double[] {1, -2.5, 2048}, TensorArrays.toDoubles(memory.result(0)));
    }
  }

  @Test
  void comparesToBooleans() {
    GraphBuilder builder = Graph.builder("less");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"));
    Value zero = builder.constant("zero", Tensor.scalar(0));
    builder.output(builder.add(op("Less", x, zero)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(Tensor.ofFloats(Shape.of(4), -1, 0, Float.NaN, -0.5f));
      for (int run = 0; run < 2; run++) {
        invocation.run(memory);
        assertEquals(ElementType.BOOL, memory.result(0).elementType());
        assertArrayEquals(new long[] {1, 0, 0, 1}, TensorArrays.toLongs(memory.result(0)));
      }
    }
  }

  @Test
  void computesWithShapes() {
    GraphBuilder builder = Graph.builder("flatten");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"), Dim.of(2), Dim.of(3));
    Value rest = builder.constant("rest", Tensor.ofLongs(Shape.of(1), -1));
    Value zero = builder.constant("zero", Tensor.ofLongs(Shape.of(1), 0));
    Value shape = builder.add(op("Shape", x)).getFirst();
    Value batch = builder.add(op("Gather", shape, zero)).getFirst();
    Value target = builder.add(op("Concat", batch, rest).with("axis", 0)).getFirst();
    builder.output(builder.add(op("Reshape", x, target)).getFirst());
    builder.output(target);
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int batchSize : new int[] {2, 5, 2}) {
        float[] values = floats(batchSize * 6, batchSize);
        invocation.run(memory.inputs(Tensor.ofFloats(Shape.of(batchSize, 2, 3), values)));
        assertEquals(Shape.of(batchSize, 6), memory.result(0).shape());
        assertArrayEquals(values, TensorArrays.toFloats(memory.result(0)));
        assertArrayEquals(new long[] {batchSize, -1}, TensorArrays.toLongs(memory.result(1)));
      }
    }
  }

  @Test
  void runsOnScalarsAndUnknownRanks() {
    GraphBuilder builder = Graph.builder("any");
    Value x = builder.input("x", TensorType.ofUnknownRank(ElementType.FLOAT));
    builder.output(builder.add(op("Neg", x)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(1, 1, 1), Shape.SCALAR, Shape.of(1)}) {
        invocation.run(memory.inputs(Tensor.ofFloats(shape, 2)));
        assertEquals(shape, memory.result(0).shape());
        assertArrayEquals(new float[] {-2}, TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  @Test
  void copiesOutputsThatNoNodeComputes() {
    GraphBuilder builder = Graph.builder("through");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"));
    Value c = builder.constant("c", Tensor.ofFloats(Shape.of(2), 8, 9));
    builder.output(x);
    builder.output(builder.add(op("Neg", x)).getFirst());
    builder.output(c);
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int run = 1; run < 4; run++) {
        invocation.run(memory.inputs(Tensor.ofFloats(Shape.of(1), run)));
        assertArrayEquals(new float[] {run}, TensorArrays.toFloats(memory.result(0)));
        assertArrayEquals(new float[] {-run}, TensorArrays.toFloats(memory.result(1)));
        assertArrayEquals(new float[] {8, 9}, TensorArrays.toFloats(memory.result(2)));
      }
    }
  }

  @Test
  void runsWithoutInputs() {
    GraphBuilder builder = Graph.builder("constant");
    Value c = builder.constant("c", Tensor.ofFloats(Shape.of(2), 8, 9));
    builder.output(builder.add(op("Neg", c)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      for (int run = 0; run < 3; run++) {
        invocation.run(memory);
        assertArrayEquals(new float[] {-8, -9}, TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  static float[] floats(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static float[] negated(float[] values) {
    float[] negated = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = -values[i];
    }
    return negated;
  }
}

package io.blockquant.ort;

import static io.blockquant.ort.Regions.op;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class OutputMemoryTest {

  /** What OrtSession.run itself allocates for one input and one output; measured: 376. */
  private static final long LIBRARY_BYTES = 600;

  private final OrtBackend backend = Regions.backend();

  @Test
  void writesIntoTheCallersMemory() {
    Tensor target = Tensor.allocate(ElementType.FLOAT, Shape.of(2, 4));
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(ramp(2)).caller(0, target);
      for (int run = 0; run < 3; run++) {
        invocation.run(memory);
        assertSame(target, memory.result(0));
        assertArrayEquals(
            new float[] {-0f, -1, -2, -3, -4, -5, -6, -7}, TensorArrays.toFloats(target));
      }
    }
  }

  @Test
  void writesToHeapMemoryToo() {
    Tensor target = Memory.heap(Shape.of(1, 4), 0, 0, 0, 0);
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      for (int run = 1; run < 4; run++) {
        Tensor x = Memory.heap(Shape.of(1, 4), run, 2, 3, 4);
        invocation.run(new Memory(x).caller(0, target));
        assertArrayEquals(new float[] {-(float) run, -2, -3, -4}, TensorArrays.toFloats(target));
      }
    }
  }

  @Test
  void readsNewValuesFromTheSameHeapTensor() {
    float[] values = {1, 2, 3, 4};
    Memory memory = new Memory(Memory.heap(Shape.of(1, 4), values));
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      for (int run = 0; run < 3; run++) {
        values[0] = run;
        invocation.run(memory);
        assertArrayEquals(
            new float[] {-(float) run, -2, -3, -4}, TensorArrays.toFloats(memory.result(0)));
      }
    }
  }

  @Test
  void followsShapesThatDependOnValues() {
    GraphBuilder builder = Graph.builder("nonzero");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"), Dim.of(4));
    builder.output(builder.add(op("NonZero", x)).getFirst());
    builder.output(builder.add(op("Neg", x)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      float[][] rows = {
        {0, 1, 0, 0}, {0, 1, 0, 0}, {1, 1, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 1}, {0, 0, 0, 2}
      };
      for (float[] row : rows) {
        invocation.run(memory.inputs(Tensor.ofFloats(Shape.of(1, 4), row)));
        long[] where =
            java.util.stream.LongStream.range(0, 4).filter(i -> row[(int) i] != 0).toArray();
        assertEquals(Shape.of(2, where.length), memory.result(0).shape());
        long[] expected = new long[2 * where.length];
        System.arraycopy(where, 0, expected, where.length, where.length);
        assertArrayEquals(expected, TensorArrays.toLongs(memory.result(0)));
        assertEquals(-row[3], TensorArrays.toFloats(memory.result(1))[3]);
      }
    }
  }

  @Test
  void fitsTheCallersMemoryEvenWhereTheLastShapeWasAnother() {
    GraphBuilder builder = Graph.builder("nonzero");
    Value x = builder.input("x", ElementType.FLOAT, Dim.symbol("N"), Dim.of(4));
    builder.output(builder.add(op("NonZero", x)).getFirst());
    try (var executable = backend.compile(builder.build());
        var invocation = executable.newInvocation()) {
      invocation.run(new Memory(Tensor.ofFloats(Shape.of(1, 4), 0, 1, 0, 0)));
      Tensor two = Tensor.allocate(ElementType.INT64, Shape.of(2, 2));
      invocation.run(new Memory(Tensor.ofFloats(Shape.of(1, 4), 0, 1, 1, 0)).caller(0, two));
      assertArrayEquals(new long[] {0, 0, 1, 2}, TensorArrays.toLongs(two));
    }
  }

  @Test
  void refusesMemoryOfAnotherShape() {
    Tensor small = Tensor.allocate(ElementType.FLOAT, Shape.of(1, 4));
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(ramp(2)).caller(0, small);
      for (int run = 0; run < 2; run++) {
        assertThrows(BlockquantException.class, () -> invocation.run(memory));
      }
      Memory fitting = new Memory(ramp(2));
      invocation.run(fitting);
      assertEquals(-7, TensorArrays.toFloats(fitting.result(0))[7]);
    }
  }

  @Test
  void refusesMemoryThatIsClosed() {
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory();
      try (Arena arena = Arena.ofConfined()) {
        invocation.run(memory.inputs(Tensor.allocate(ElementType.FLOAT, Shape.of(1, 4), arena)));
      }
      assertThrows(IllegalStateException.class, () -> invocation.run(memory));
    }
  }

  @Test
  void allocatesOnlyWhatTheLibraryAllocates() {
    try (var executable = backend.compile(Regions.unary("Neg"));
        var invocation = executable.newInvocation()) {
      Memory memory = new Memory(ramp(4));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      int runs = 20_000;
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int run = 0; run < runs; run++) {
          invocation.run(memory);
        }
        bytes = (threads.getCurrentThreadAllocatedBytes() - before) / runs;
      }
      assertTrue(bytes <= LIBRARY_BYTES, bytes + " bytes per run");
    }
  }

  private static Tensor ramp(int batch) {
    float[] values = new float[batch * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return Tensor.ofFloats(Shape.of(batch, 4), values);
  }
}

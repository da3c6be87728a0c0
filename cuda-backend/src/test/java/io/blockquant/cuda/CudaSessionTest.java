package io.blockquant.cuda;

import static io.blockquant.core.ops.dequantize.Dequantize.dequantize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.testing.Data;
import io.blockquant.cuda.testing.HostGpu;
import io.blockquant.cuda.testing.Trial;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Graphs on a GPU played by the host: where values live, what is copied, what is handed back. */
final class CudaSessionTest {

  private static final ElementType FLOAT = ElementType.FLOAT;

  /** NVFP4 there and back: three nodes, three of whose values stay on the device (Q6). */
  private static Graph thereAndBack(Dim rows) {
    GraphBuilder builder = Graph.builder("double-quantization");
    Value x = builder.input("x", FLOAT, rows, Dim.of(48));
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

  private static Tensor x(long rows) {
    return Data.GAUSSIAN.tensor(FLOAT, Shape.of(rows, 48), new Random(rows));
  }

  @Test
  void nodesHandEachOtherDeviceMemory() {
    HostGpu gpu = new HostGpu();
    try (CudaBackend backend = new CudaBackend(gpu);
        Executable executable = backend.compile(thereAndBack(Dim.symbol("N")));
        Invocation invocation = executable.newInvocation()) {
      assertEquals(1, gpu.copiedIn(), "g, which a Dequantize reads");
      invocation.run(context(x(7)));
      assertEquals(2, gpu.copiedIn(), "g and x");
      assertEquals(3, gpu.launches());
      int held = gpu.held();
      invocation.run(context(x(7)));
      assertEquals(held, gpu.held(), "memory after a run on the same shapes");
    }
    assertEquals(0, gpu.held(), "memory that was not handed back");
    assertTrue(gpu.isIntact());
  }

  @Test
  void theBitsAreTheReferencesOnShapeAfterShape() {
    HostGpu gpu = new HostGpu();
    try (CudaBackend backend = new CudaBackend(gpu);
        Trial trial = new Trial(backend)) {
      for (long rows : new long[] {1, 7, 7, 3, 0, 100}) {
        trial.compare(thereAndBack(Dim.of(rows)), List.of(x(rows)), rows + " rows");
      }
    }
  }

  @Test
  void deviceTensorsGoInAndOutWithoutACopy() {
    HostGpu gpu = new HostGpu();
    try (CudaBackend backend = new CudaBackend(gpu);
        Executable executable = backend.compile(thereAndBack(Dim.of(7)));
        Invocation first = executable.newInvocation();
        Invocation second = executable.newInvocation()) {
      Collecting collected = new Collecting(x(7));
      first.run(collected);
      assertFalse(collected.result.isHost());
      long copied = gpu.copiedIn();
      second.run(new Collecting(collected.result));
      assertEquals(copied, gpu.copiedIn());
    }
  }

  @Test
  void aConstraintThatOnlyShapesBreakIsReported() {
    HostGpu gpu = new HostGpu();
    GraphBuilder builder = Graph.builder("odd");
    Value x = builder.input("x", FLOAT, Dim.of(2), Dim.symbol("N"));
    builder
        .add(dynamicQuantize(x, new long[] {1, 16}, ElementType.FLOAT8E4M3FN, ElementType.FLOAT))
        .forEach(builder::output);
    try (CudaBackend backend = new CudaBackend(gpu);
        Executable executable = backend.compile(builder.build());
        Invocation invocation = executable.newInvocation()) {
      Tensor wrong = Tensor.allocate(ElementType.INT32, Shape.of(2, 3));
      assertThrows(BlockquantException.class, () -> invocation.run(context(wrong)));
      invocation.run(context(Data.TIES.tensor(FLOAT, Shape.of(2, 35), new Random(1))));
    }
    assertEquals(0, gpu.held());
  }

  private static ExecutionContext context(Tensor input) {
    return new Collecting(input);
  }

  private static final class Collecting implements ExecutionContext {

    private final Tensor input;
    private Tensor result;

    Collecting(Tensor input) {
      this.input = input;
    }

    @Override
    public Tensor input(int index) {
      return input;
    }

    @Override
    public Tensor output(int index, ElementType type, Shape shape) {
      throw new AssertionError("results stay on the device");
    }

    @Override
    public void deliver(int index, Tensor tensor) {
      result = tensor;
    }

    @Override
    public Tensor temporary(int slot, ElementType type, Shape shape) {
      throw new AssertionError("temporaries are device memory");
    }
  }
}

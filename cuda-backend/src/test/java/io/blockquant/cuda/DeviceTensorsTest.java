package io.blockquant.cuda;

import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.axis;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.blockSize;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantize.dynamicQuantize;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.bitcast.BitCast;
import io.blockquant.core.ops.cast.Cast;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.session.Session;
import io.blockquant.core.session.SessionDevice;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cuda.testing.Data;
import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tensors of a GPU played by the host, in and out of sessions: what is copied, what is freed. */
final class DeviceTensorsTest {

  private static final Shape SHAPE = Shape.of(5, 64);

  @BeforeEach
  void start() {
    HostProvider.reset();
  }

  /** Five operators, whose values in between stay on the device: FLOAT16 there and back. */
  private static Graph chain() {
    GraphBuilder builder = Graph.builder("chain");
    Value x = builder.input("x", ElementType.FLOAT16, SHAPE);
    Value wide = builder.add(Cast.cast(x, ElementType.FLOAT)).get(0);
    List<Value> quantized =
        builder.add(
            dynamicQuantize(
                wide, axis(-1), blockSize(32), ElementType.FLOAT8E4M3FN, ElementType.FLOAT8E8M0));
    Value bits = builder.add(BitCast.bitCast(quantized.get(1), ElementType.UINT8)).get(0);
    Value scale = builder.add(BitCast.bitCast(bits, ElementType.FLOAT8E8M0)).get(0);
    Value y =
        builder
            .add(
                Dequantize.dequantize(quantized.get(0), scale, ElementType.FLOAT16)
                    .with("axis", -1)
                    .with("block_size", 32))
            .get(0);
    return builder.output(y).build();
  }

  private static Tensor x() {
    return Data.GAUSSIAN.tensor(ElementType.FLOAT16, SHAPE, new Random(3));
  }

  private static Session open(String backend) {
    return Session.builder(chain()).backends(backend).open();
  }

  @Test
  void aChainOfRunsCopiesNothing() {
    try (Session session = open(HostProvider.ID);
        Session reference = open("reference");
        Arena arena = Arena.ofConfined()) {
      SessionDevice gpu = session.device("cuda:0");
      String y = session.outputs().getFirst().name();
      Tensor state = gpu.copy(x(), arena);
      Tensor other = gpu.allocate(ElementType.FLOAT16, SHAPE, arena);
      Tensor expected = x();
      long copies = HostProvider.copiedIn();
      for (int run = 0; run < 4; run++) {
        if (run % 2 == 0) {
          state = gpu.run(Map.of("x", state), arena).get(y);
        } else {
          session.run(Map.of("x", state), Map.of(y, other));
          Tensor swap = state;
          state = other;
          other = swap;
        }
        expected = reference.run(Map.of("x", expected)).get(y);
      }
      assertEquals(copies, HostProvider.copiedIn());
      assertEquals(0, HostProvider.copiedOut());
      assertTrue(expected.sameBits(state.toHost(arena)));
      assertEquals(1, HostProvider.copiedOut());
    }
    assertEquals(0, HostProvider.held(), "memory that was not handed back");
  }

  @Test
  void tensorsOutliveTheirSession() {
    try (Arena arena = Arena.ofConfined()) {
      Tensor kept;
      SessionDevice gpu;
      try (Session session = open(HostProvider.ID)) {
        gpu = session.device("cuda:0");
        kept = gpu.copy(x(), arena);
      }
      assertTrue(x().sameBits(kept.toHost(arena)));
      try (Session next = open(HostProvider.ID)) {
        long before = HostProvider.copiedIn();
        next.run(Map.of("x", kept));
        assertEquals(before, HostProvider.copiedIn());
      }
      assertCode("Cuda.Closed", () -> gpu.copy(x(), arena));
      assertEquals(1, HostProvider.held());
    }
    assertEquals(0, HostProvider.held(), "memory that was not handed back");
  }

  @Test
  void memoryOfAClosedArenaIsRefused() {
    try (Session session = open(HostProvider.ID)) {
      SessionDevice gpu = session.device("cuda:0");
      Tensor closed;
      Arena gone;
      try (Arena arena = Arena.ofConfined()) {
        closed = gpu.copy(x(), arena);
        gone = arena;
      }
      assertThrows(IllegalStateException.class, () -> gpu.copy(x(), gone));
      assertCode("Cuda.MemoryClosed", () -> session.run(Map.of("x", closed)));
      assertCode("Cuda.MemoryClosed", () -> closed.toHost(Arena.ofAuto()));
      session.run(Map.of("x", x()));
    }
    assertEquals(0, HostProvider.held(), "memory that was not handed back");
  }

  @Test
  void otherPeoplesMemoryIsReadWhereItIs() {
    try (Session session = open(HostProvider.ID);
        Arena arena = Arena.ofConfined()) {
      SessionDevice gpu = session.device("cuda:0");
      Tensor owned = gpu.copy(x(), arena);
      long address = ((Storage.Device) owned.storage()).address().orElseThrow();
      Tensor view = gpu.view(address, ElementType.FLOAT16, SHAPE);
      long before = HostProvider.copiedIn();
      Map<String, Tensor> expected = session.run(Map.of("x", owned));
      Map<String, Tensor> found = session.run(Map.of("x", view));
      assertEquals(before, HostProvider.copiedIn());
      expected.forEach((name, tensor) -> assertTrue(tensor.sameBits(found.get(name))));
      assertCode("Cuda.Alignment", () -> gpu.view(address + 2, ElementType.FLOAT16, SHAPE));
    }
  }

  @Test
  void theExampleIsWhatItsPageSays(@TempDir Path folder) throws Exception {
    Path source = Path.of("..", "examples", "device-tensors", "DeviceTensors.java");
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-Werror",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status, "javac");
    float[] values = new float[64 * 1024];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.cos(i);
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Method method =
          loader
              .loadClass("DeviceTensors")
              .getDeclaredMethod("thereAndBack", String.class, float[].class);
      method.setAccessible(true);
      float[] found = (float[]) method.invoke(null, HostProvider.ID, values);
      // x and the constant g went in, y came out.
      assertEquals(2, HostProvider.copiedIn());
      assertEquals(1, HostProvider.copiedOut());
      for (int i = 0; i < values.length; i++) {
        // Half a step between 4 and 6, of a scale that is at most 1/16 off 1/6.
        assertEquals(values[i], found[i], 0.178f, "element " + i);
      }
      assertThrows(
          AssertionError.class, () -> assertArrayEquals(values, found, 0.01f), "nothing was lost?");
    }
    assertEquals(0, HostProvider.held(), "memory that was not handed back");
  }

  private static void assertCode(String code, org.junit.jupiter.api.function.Executable action) {
    BlockquantException found = assertThrows(BlockquantException.class, action);
    assertEquals(code, found.diagnostics().getFirst().code());
  }
}

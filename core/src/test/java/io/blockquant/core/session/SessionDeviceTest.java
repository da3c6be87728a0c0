package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.ToyDevice;
import io.blockquant.core.testing.Toys;
import java.lang.foreign.Arena;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tensors of a device go in and out of runs; the session copies only where it must. */
class SessionDeviceTest {

  private final Ledger ledger = new Ledger();
  private final ToyBackend gpu = new ToyBackend("a", 1, ledger).onDevice();
  private final ToyBackend host = new ToyBackend("b", 2, ledger);
  private final Arena arena = Arena.ofConfined();
  private final Tensor x = Toys.vector(1, 2, 3);

  @AfterEach
  void close() {
    arena.close();
  }

  /** One output made on the device, one on the host, one that is an input, one constant. */
  private static Graph graph() {
    GraphBuilder builder = Graph.builder("outputs");
    Value input = builder.input("x", Toys.VECTOR);
    Value constant = builder.constant("constant", Toys.vector(7, 8));
    return builder
        .output(Toys.add(builder, "a", "device", input))
        .output(Toys.add(builder, "b", "host", input))
        .output(input)
        .output(constant)
        .build();
  }

  @Test
  void outputsStayOnTheDeviceWhereverTheyWereMade() {
    try (Session session = ToySessions.open(graph(), gpu, host)) {
      assertEquals(java.util.List.of("a:0"), session.devices());
      SessionDevice device = session.device("a:0");
      Map<String, Tensor> expected = session.run(Map.of("x", x));
      Map<String, Tensor> found = device.run(Map.of("x", device.copy(x, arena)), arena);
      assertEquals(expected.keySet(), found.keySet());
      expected.forEach((name, tensor) -> assertHolds(tensor, found.get(name)));
      assertEquals(1, gpu.callersWrites(), "what the device's backend made");
      assertFalse(session.run(Map.of("x", x)).values().stream().anyMatch(t -> !t.isHost()));
    }
    assertTrue(ledger.open().isEmpty());
  }

  @Test
  void callersDeviceTensorsReceiveEveryOutput() {
    try (Session session = ToySessions.open(graph(), gpu, host)) {
      SessionDevice device = session.device("a:0");
      Map<String, Tensor> expected = session.run(Map.of("x", x));
      Map<String, Tensor> given =
          Map.of(
              "device", device.allocate(ElementType.INT64, x.shape(), arena),
              "host", device.allocate(ElementType.INT64, x.shape(), arena),
              "x", device.allocate(ElementType.INT64, x.shape(), arena),
              "constant", device.allocate(ElementType.INT64, Shape.of(2), arena));
      session.run(Map.of("x", x), given);
      expected.forEach((name, tensor) -> assertHolds(tensor, given.get(name)));
      assertEquals(1, gpu.callersWrites());
    }
  }

  @Test
  void aChainOfRunsReadsWhatTheLastOneWrote() {
    GraphBuilder builder = Graph.builder("step");
    builder.output(Toys.add(builder, "a", "y", builder.input("x", Toys.VECTOR)));
    try (Session session = ToySessions.open(builder.build(), gpu)) {
      SessionDevice device = session.device("a:0");
      Tensor state = device.copy(x, arena);
      Tensor expected = x;
      for (int run = 0; run < 3; run++) {
        state = device.run(Map.of("x", state), arena).get("y");
        expected = session.run(Map.of("x", expected)).get("y");
      }
      assertHolds(expected, state);
      assertEquals(3, gpu.ownReads(), "inputs read on the device");
      assertEquals(3, gpu.callersWrites(), "outputs written there");
    }
  }

  @Test
  void memoryOfOthersIsViewed() {
    GraphBuilder builder = Graph.builder("step");
    builder.output(Toys.add(builder, "a", "y", builder.input("x", Toys.VECTOR)));
    try (Session session = ToySessions.open(builder.build(), gpu)) {
      SessionDevice device = session.device("a:0");
      Tensor view = device.view(x.segment().address(), ElementType.INT64, x.shape());
      assertEquals("a:0", ((ToyDevice) view.storage()).deviceId());
      assertHolds(
          session.run(Map.of("x", x)).get("y"), device.run(Map.of("x", view), arena).get("y"));
    }
  }

  @Test
  void deviceMemoryThatDoesNotFitIsRefused() {
    GraphBuilder builder = Graph.builder("step");
    builder.output(Toys.add(builder, "a", "y", builder.input("x", Toys.VECTOR)));
    try (Session session = ToySessions.open(builder.build(), gpu)) {
      Tensor small = session.device("a:0").allocate(ElementType.INT64, Shape.of(2), arena);
      Expect.code(() -> session.run(Map.of("x", x), Map.of("y", small)), "Session.OutputType");
    }
  }

  @Test
  void aDeviceThatNoBackendHasIsNamed() {
    GraphBuilder builder = Graph.builder("step");
    builder.output(Toys.add(builder, "b", "y", builder.input("x", Toys.VECTOR)));
    try (Session session = ToySessions.open(builder.build(), host)) {
      Expect.says(Expect.code(() -> session.device("a:0"), "Session.Device"), "a:0", "none");
    }
  }

  private static void assertHolds(Tensor expected, Tensor device) {
    assertFalse(device.isHost());
    Tensor copy = device.toHost(Arena.ofAuto());
    assertSame(expected.elementType(), copy.elementType());
    assertArrayEquals(TensorArrays.toLongs(expected), TensorArrays.toLongs(copy));
  }
}

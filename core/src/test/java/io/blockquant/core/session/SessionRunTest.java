package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.RandomGraphs;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.ToyDevice;
import io.blockquant.core.testing.Toys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SessionRunTest {

  private final Ledger ledger = new Ledger();

  /** How the backends a, b and c keep their outputs. */
  static Stream<List<String>> placements() {
    return Stream.of(
        List.of("host", "host", "host"),
        List.of("device", "host", "host"),
        List.of("device", "device", "host"),
        List.of("device", "foreign", "device"));
  }

  /** Buffers are shared by lifetimes: whoever shares wrongly computes something else. */
  @ParameterizedTest
  @MethodSource("placements")
  void agreesWithTheNaiveExecutorOnRandomGraphs(List<String> placement) {
    int ran = 0;
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Graph graph = RandomGraphs.make(random, 1 + random.nextInt(40), List.of("a", "b", "c"));
      Graph shuffled = RandomGraphs.shuffled(graph, random);
      try (Session session = ToySessions.open(shuffled, backends(placement))) {
        for (int round = 0; round < 3; round++) {
          Map<String, Tensor> given = Map.of("x", vector(random), "y", vector(random));
          Map<String, Tensor> expected = Toys.naive(graph, given);
          assertSame(expected, session.run(given), "seed " + seed);
          Map<String, Tensor> memory = memoryLike(expected);
          session.run(given, memory);
          assertSame(expected, memory, "seed " + seed);
          ran++;
        }
      }
    }
    assertEquals(180, ran);
    assertEquals(List.of(), ledger.open());
  }

  private ToyBackend[] backends(List<String> placement) {
    List<ToyBackend> backends = new ArrayList<>();
    for (int i = 0; i < placement.size(); i++) {
      ToyBackend backend = new ToyBackend(List.of("a", "b", "c").get(i), i, ledger);
      switch (placement.get(i)) {
        case "host" -> {}
        case "device" -> backend.onDevice();
        case "foreign" -> backend.onDevice().withoutDevices();
        default -> throw new AssertionError(placement);
      }
      backends.add(backend);
    }
    return backends.toArray(ToyBackend[]::new);
  }

  @Test
  void followsShapesThatChangeFromRunToRun() {
    Graph graph = chain();
    try (Session session = ToySessions.open(graph, backends(List.of("host", "host", "host")))) {
      for (int length : new int[] {3, 1000, 0, 7, 1000, 1}) {
        Map<String, Tensor> given =
            Map.of(
                "x", TensorArrays.ofLongs(Shape.of(length), new Random(1).longs(length).toArray()));
        assertSame(Toys.naive(graph, given), session.run(given), "length " + length);
      }
    }
  }

  @Test
  void returnsOutputsInTheOrderOfTheGraphAndKeepsThemAfterLaterRuns() {
    Graph graph = chain();
    try (Session session = ToySessions.open(graph, backends(List.of("host", "host", "host")))) {
      Map<String, Tensor> first = session.run(Map.of("x", Toys.vector(1, 2, 3)));
      Map<String, Tensor> kept = Toys.naive(graph, Map.of("x", Toys.vector(1, 2, 3)));
      session.run(Map.of("x", Toys.vector(4, 5, 6)));
      assertSame(kept, first, "after another run");
      assertEquals(List.of("end", "middle", "x", "k"), List.copyOf(first.keySet()));
    }
  }

  /** An output that is an input or a constant is a copy: the caller may write to it. */
  @Test
  void copiesOutputsThatAreInputsOrConstants() {
    Graph graph = chain();
    Tensor x = Toys.vector(1, 2, 3);
    try (Session session = ToySessions.open(graph, backends(List.of("host", "host", "host")))) {
      Map<String, Tensor> out = session.run(Map.of("x", x));
      assertNotSame(x, out.get("x"));
      assertTrue(out.get("x").sameBits(x));
      out.get("k").segment().fill((byte) -1);
      assertEquals(List.of(9L, 9L, 9L), longs(session.run(Map.of("x", x)).get("k")));
    }
  }

  @Test
  void leavesValuesOnTheDeviceForItsOwnBackend() {
    GraphBuilder builder = Graph.builder("there and back");
    Value x = builder.input("x", Toys.VECTOR);
    Value first = Toys.add(builder, "a", "first", x);
    Value middle = Toys.add(builder, "b", "middle", first);
    Graph graph = builder.output(Toys.add(builder, "a", "end", middle, first)).build();
    ToyBackend a = new ToyBackend("a", 1, ledger).onDevice();
    try (Session session = ToySessions.open(graph, a, new ToyBackend("b", 2, ledger))) {
      Map<String, Tensor> given = Map.of("x", Toys.vector(1, 2, 3));
      assertSame(Toys.naive(graph, given), session.run(given), "result");
      assertEquals(1, a.ownReads());
    }
  }

  @Test
  void takesInputsOnADevice() {
    Graph graph = chain();
    Tensor x = Toys.vector(1, 2, 3);
    for (String device : List.of("a:0", "elsewhere:7")) {
      try (Session session = ToySessions.open(graph, backends(List.of("host", "host", "host")))) {
        Map<String, Tensor> out = session.run(Map.of("x", ToyDevice.upload(device, x)));
        assertSame(Toys.naive(graph, Map.of("x", x)), out, device);
      }
    }
  }

  @Test
  void usesTheInitializerOfAnInputThatIsNotGiven() {
    GraphBuilder builder = Graph.builder("optional");
    Value x = builder.input("x", Toys.VECTOR);
    Value o = builder.input("o", Toys.VECTOR);
    Value sum = Toys.add(builder, "a", "sum", x, o);
    Graph graph = builder.output(sum).build().withInitializers(Map.of("o", Toys.vector(10, 20)));
    try (Session session = ToySessions.open(graph, new ToyBackend("a", 1, ledger))) {
      assertEquals(List.of("x"), session.inputs().stream().map(Value::name).toList());
      assertEquals(List.of("o"), session.optionalInputs().stream().map(Value::name).toList());
      Map<String, Tensor> given = Map.of("x", Toys.vector(1, 2));
      assertSame(Toys.naive(graph, given), session.run(given), "default");
      given = Map.of("x", Toys.vector(1, 2), "o", Toys.vector(0, 1));
      assertSame(Toys.naive(graph, given), session.run(given), "given");
    }
  }

  @Test
  void typesItsOutputs() {
    try (Session session = ToySessions.open(chain(), backends(List.of("host", "host", "host")))) {
      assertEquals(
          List.of("%end: INT64 [N]", "%middle: INT64 [N]", "%x: INT64 [N]", "%k: INT64 [3]"),
          session.outputs().stream().map(Value::toString).toList());
    }
  }

  /** A chain over three backends; its middle leaves the graph and is read later too. */
  private static Graph chain() {
    GraphBuilder builder = Graph.builder("chain");
    Value x = builder.input("x", Toys.VECTOR);
    Value k = builder.constant("k", Toys.vector(9, 9, 9));
    Value first = Toys.add(builder, "a", "first", x);
    Value middle = Toys.add(builder, "b", "middle", first, x);
    Value end = Toys.add(builder, "c", "end", middle, first);
    return builder.output(end).output(middle).output(x).output(k).build();
  }

  private static Tensor vector(Random random) {
    return Toys.vector(random.longs(5).toArray());
  }

  private static List<Long> longs(Tensor tensor) {
    return Arrays.stream(TensorArrays.toLongs(tensor)).boxed().toList();
  }

  private static Map<String, Tensor> memoryLike(Map<String, Tensor> outputs) {
    Map<String, Tensor> memory = new LinkedHashMap<>();
    outputs.forEach(
        (name, tensor) -> memory.put(name, Tensor.allocate(ElementType.INT64, tensor.shape())));
    return memory;
  }

  private static void assertSame(
      Map<String, Tensor> expected, Map<String, Tensor> found, String what) {
    assertEquals(expected.keySet(), found.keySet(), what);
    expected.forEach((name, tensor) ->
        assertTrue(
            tensor.sameBits(found.get(name)),
            () -> what + ", " + name + ": " + longs(tensor) + " != " + longs(found.get(name))));
  }
}

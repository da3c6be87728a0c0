package io.blockquant.core.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.ToyCatalog;
import io.blockquant.core.testing.Toys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TypingTest {

  private static final GraphVerifier VERIFIER = new GraphVerifier(ToyCatalog.REGISTRY);

  private final List<Graph> asked = new ArrayList<>();

  /** Every output has the type of the first input. */
  private Map<String, TensorType> sameAsFirst(Graph fragment) {
    asked.add(fragment);
    Map<String, TensorType> types = new HashMap<>();
    fragment.inputs().forEach(value -> types.put(value.name(), value.type()));
    fragment.initializers().forEach((name, tensor) -> types.put(name, tensor.type()));
    for (Node node : fragment.nodes()) {
      node.outputs().forEach(name -> types.put(name, types.get(node.input(0))));
    }
    return types;
  }

  @Test
  void asksTheOracleOncePerRunOfOpaqueNodes() {
    // Two chains: opaque, defined, opaque; both halves of each kind can be asked about together.
    Graph graph =
        StructureTest.graph(
            List.of("d1", "d2"),
            Toys.node("a", "a1", List.of("w"), List.of("a1")),
            ToyCatalog.repeat("a1", "b1", 2),
            Toys.node("a", "c1", List.of("b1"), List.of("c1")),
            Toys.node("a", "d1", List.of("c1"), List.of("d1")),
            Toys.node("a", "a2", List.of("x"), List.of("a2")),
            ToyCatalog.repeat("a2", "b2", 3),
            Toys.node("a", "d2", List.of("b2"), List.of("d2")));
    Graph typed = VERIFIER.withOracles(List.of(this::sameAsFirst)).verify(graph).graph();
    assertEquals(2, asked.size());
    assertEquals(List.of("a1", "a2"), asked.get(0).nodes().stream().map(Node::name).toList());
    assertEquals(List.of("c1", "d1", "d2"), asked.get(1).nodes().stream().map(Node::name).toList());
    assertEquals(List.of("w"), List.copyOf(asked.get(0).initializers().keySet()));
    assertEquals(
        "%d1: INT64 [8]", typed.outputs().get(0).toString(), "known extents are carried on");
    assertEquals("%d2: INT64 [?]", typed.outputs().get(1).toString());
    assertEquals("INT64 [N]", typed.type("a2").orElseThrow().toString(), "symbols are too");
  }

  @Test
  void believesTheOracleBeforeTheFileAndTheFileBeforeNobody() {
    Graph graph =
        StructureTest.graph(
                List.of("r"),
                Toys.node("a", "a1", List.of("w"), List.of("a1")),
                ToyCatalog.repeat("a1", "r", 1))
            .withTypes(Map.of("a1", TensorType.of(ElementType.INT64, Dim.of(6))));
    assertEquals("INT64 [6]", VERIFIER.verify(graph).graph().type("r").orElseThrow().toString());
    Graph typed = VERIFIER.withOracles(List.of(this::sameAsFirst)).verify(graph).graph();
    assertEquals("INT64 [4]", typed.type("r").orElseThrow().toString());
  }

  @Test
  void asksTheNextOracleForWhatTheFirstDoesNotKnow() {
    Graph graph =
        StructureTest.graph(List.of("a1"), Toys.node("a", "a1", List.of("w"), List.of("a1")));
    TypeOracle silent = _ -> Map.of();
    Graph typed =
        VERIFIER
            .withOracles(List.of(silent, this::sameAsFirst, this::sameAsFirst))
            .verify(graph)
            .graph();
    assertEquals(1, asked.size());
    assertEquals("INT64 [4]", typed.type("a1").orElseThrow().toString());
  }

  @Test
  void namesTheInputWhoseTypeNobodyKnowsOnce() {
    Graph graph =
        StructureTest.graph(
            List.of("r2"),
            Toys.node("a", "a1", List.of("w"), List.of("a1")),
            ToyCatalog.repeat("a1", "r1", 1),
            ToyCatalog.repeat("r1", "r2", 1));
    Expect.says(
        Expect.code(() -> VERIFIER.verify(graph), "Graph.UnknownType"),
        "node 'repeat_r1' (blockquant::Repeat), input 0 'a1'",
        "ort");
  }

  @Test
  void reportsConstraintsTypesAttributesArityAndUnknownOperatorsTogether() {
    Attributes text = Attributes.NONE.with("times", "often");
    Node wrongKind = new Node("kind", ToyCatalog.REPEAT, List.of("x"), List.of("k"), text);
    Node wrongArity =
        new Node("arity", ToyCatalog.REPEAT, List.of(), List.of("l"), Attributes.NONE);
    Node unknown =
        new Node(
            "unknown",
            new OpId(OpId.BLOCKQUANT, "Magic", 1),
            List.of("x"),
            List.of("m"),
            Attributes.NONE);
    Graph graph =
        new Graph(
            "wrong",
            List.of(
                new Value("x", Toys.VECTOR),
                new Value("odd", TensorType.of(ElementType.INT64, Dim.of(3))),
                new Value("f", TensorType.of(ElementType.FLOAT, Dim.of(4)))),
            List.of(Value.of("after")),
            List.of(
                ToyCatalog.repeat("odd", "o", 0),
                ToyCatalog.repeat("f", "g", 1),
                wrongKind,
                wrongArity,
                unknown,
                ToyCatalog.repeat("o", "after", 1),
                ToyCatalog.repeat("g", "after2", 1),
                ToyCatalog.repeat("m", "after3", -1)),
            Map.of(),
            Map.of());
    List<Diagnostic> found =
        Expect.codes(
            () -> VERIFIER.verify(graph),
            "Repeat.C1",
            "Repeat.C2",
            "Repeat.Types",
            "Repeat.Attributes",
            "Repeat.Arity",
            "Graph.UnknownOperator",
            "Repeat.C1");
    Expect.says(found.get(2), "input 0 'f'", "[INT64]", "FLOAT [4]");
    Expect.says(found.get(5), "blockquant::Magic-1", "blockquant::Repeat-1");
  }

  @Test
  void reportsWhatOraclesFindWrongAndGoesOn() {
    Graph graph =
        StructureTest.graph(
            List.of("r"),
            Toys.node("a", "a1", List.of("w"), List.of("a1")),
            ToyCatalog.repeat("a1", "r", 1),
            ToyCatalog.repeat("x", "s", 0));
    TypeOracle wrong =
        _ -> {
          throw Diagnostic.error("Onnx.Shape", "MUST fit")
              .at(Place.node("node 'a1'"))
              .asException();
        };
    Expect.codes(
        () -> VERIFIER.withOracles(List.of(wrong)).verify(graph), "Onnx.Shape", "Repeat.C1");
    TypeOracle broken =
        _ -> {
          throw new IllegalStateException("native crash");
        };
    Expect.codes(
        () -> VERIFIER.withOracles(List.of(broken)).verify(graph), "Backend.Failure", "Repeat.C1");
  }

  @Test
  void refusesWhatCannotFitTheLimit() {
    long limit = 1L << 30;
    TypeOracle huge =
        fragment -> {
          TensorType type = TensorType.of(ElementType.FLOAT, Dim.of(1L << 20), Dim.of(1L << 20));
          return Map.of(fragment.nodes().getFirst().output(0), type);
        };
    Graph graph =
        StructureTest.graph(
            List.of("r"),
            Toys.node("a", "cos", List.of("w"), List.of("big")),
            ToyCatalog.repeat("big", "r", 1));
    Expect.says(
        Expect.code(
            () -> VERIFIER.withOracles(List.of(huge)).withMemoryLimit(limit).verify(graph),
            "Session.MemoryLimit"),
        "node 'cos' (toy::a), output 0 'big'",
        "bytes needed : " + (1L << 42),
        "limit        : " + limit);
  }

  @Test
  void refusesExtentsWhoseProductOverflows() {
    for (ElementType type : List.of(ElementType.INT64, ElementType.FLOAT4E2M1)) {
      TensorType huge = TensorType.of(type, Dim.of(1L << 40), Dim.of(1L << 40));
      Graph graph =
          new Graph(
              "huge", List.of(new Value("x", huge)), List.of(), List.of(), Map.of(), Map.of());
      Expect.says(
          Expect.code(() -> VERIFIER.verify(graph), "Session.MemoryLimit"),
          "input 'x'",
          "2^63 or more");
    }
    TensorType empty = TensorType.of(ElementType.INT64, Dim.of(1L << 62), Dim.of(0), Dim.of(4));
    Graph fine =
        new Graph(
            "empty", List.of(new Value("x", empty)), List.of(), List.of(), Map.of(), Map.of());
    assertEquals(List.of(), VERIFIER.verify(fine).warnings());
  }

  @Test
  void refusesConstantsAndOutputsThatDoNotFitTogether() {
    Graph graph = StructureTest.graph(List.of("r"), ToyCatalog.repeat("w", "r", 2));
    assertEquals(List.of(), VERIFIER.withMemoryLimit(96).verify(graph).warnings());
    Expect.says(
        Expect.code(() -> VERIFIER.withMemoryLimit(95).verify(graph), "Session.MemoryLimit"),
        "bytes of constants : 32",
        "bytes of outputs   : 64");
  }

  @Test
  void keepsSubgraphNodesOutOfTheCatalogsSight() {
    Attributes body =
        Attributes.NONE.with("body", new Attribute.Subgraph(StructureTest.graph(List.of("x"))));
    Node loop = new Node("loop", Toys.op("Loop"), List.of("x"), List.of("y"), body);
    assertEquals(
        List.of(loop), VERIFIER.verify(StructureTest.graph(List.of("y"), loop)).graph().nodes());
  }
}

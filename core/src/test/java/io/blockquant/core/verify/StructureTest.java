package io.blockquant.core.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.ToyCatalog;
import io.blockquant.core.testing.Toys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StructureTest {

  private static final GraphVerifier VERIFIER = new GraphVerifier(ToyCatalog.REGISTRY);

  @Test
  void reportsEveryProblemAtOnce() {
    Graph graph =
        graph(
            List.of("y", "nobody", "y"),
            Toys.node("a", "n1", List.of("x"), List.of("y")),
            Toys.node("a", "n2", List.of("x", "ghost"), List.of("y")),
            Toys.node("a", "n3", List.of("c2"), List.of("c1")),
            Toys.node("a", "n4", List.of("c1"), List.of("c2", "w")),
            ToyCatalog.repeat("x", "r", 0));
    List<Diagnostic> found =
        Expect.codes(
            () -> VERIFIER.verify(graph),
            "Graph.DuplicateValue",
            "Graph.DuplicateValue",
            "Graph.UndefinedValue",
            "Graph.UndefinedValue",
            "Graph.DuplicateOutput",
            "Graph.Cycle",
            "Repeat.C1");
    Expect.says(found.get(0), "'y'", "node 'n1' (toy::a)", "node 'n2' (toy::a)");
    Expect.says(found.get(1), "'w'", "an initializer", "node 'n4' (toy::a)");
    Expect.says(found.get(2), "node 'n2' (toy::a), input 1 'ghost'");
    Expect.says(found.get(3), "output 'nobody'");
    Expect.says(found.get(5), "'n3'", "'c1'", "'n4'", "'c2'");
  }

  @Test
  void reportsEachCycleAndNothingBehindIt() {
    Graph graph =
        graph(
            List.of("e"),
            Toys.node("a", "self", List.of("s"), List.of("s")),
            Toys.node("a", "p", List.of("x", "q"), List.of("p")),
            Toys.node("a", "q", List.of("p"), List.of("q")),
            ToyCatalog.repeat("q", "e", 1));
    List<Diagnostic> found =
        Expect.codes(() -> VERIFIER.verify(graph), "Graph.Cycle", "Graph.Cycle");
    Expect.says(found.get(0), "node 'self' (toy::a) : produces 's' for the next");
    Expect.says(found.get(1), "produces 'p'", "produces 'q'");
  }

  @Test
  void wordsALongCycleShortly() {
    List<Node> nodes = new ArrayList<>();
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      nodes.add(Toys.node("a", "n" + i, List.of("v" + (i + 1) % count), List.of("v" + i)));
    }
    Diagnostic found =
        Expect.code(
            () -> VERIFIER.verify(graph(List.of("v0"), nodes.toArray(Node[]::new))), "Graph.Cycle");
    Expect.says(found, "nodes in all", "100000");
  }

  @Test
  void sortsStablyAndWithoutRecursion() {
    List<Node> nodes = new ArrayList<>();
    int count = 100_000;
    for (int i = count - 1; i >= 0; i--) {
      nodes.add(Toys.node("a", "n" + i, List.of(i == 0 ? "x" : "v" + (i - 1)), List.of("v" + i)));
    }
    nodes.add(Toys.node("a", "last", List.of("x"), List.of("z")));
    Graph sorted =
        VERIFIER.verify(graph(List.of("v" + (count - 1)), nodes.toArray(Node[]::new))).graph();
    assertEquals("n0", sorted.nodes().getFirst().name());
    assertEquals("last", sorted.nodes().getLast().name(), "nodes stay where they may");
    assertEquals(sorted.nodes(), VERIFIER.verify(sorted).graph().nodes());
  }

  @Test
  void followsWhatSubgraphsRead() {
    Graph body =
        new Graph(
            "body",
            List.of(),
            List.of(Value.of("inner")),
            List.of(Toys.node("a", "in", List.of("late"), List.of("inner"))),
            Map.of(),
            Map.of());
    Node branch =
        new Node(
            "if",
            Toys.op("If"),
            List.of("x"),
            List.of("y"),
            Attributes.NONE.with("then_branch", new Attribute.Subgraph(body)));
    Node late = Toys.node("a", "late", List.of("x"), List.of("late"));
    Graph sorted = VERIFIER.verify(graph(List.of("y"), branch, late)).graph();
    assertEquals(List.of(late, branch), sorted.nodes());
    Expect.says(
        Expect.code(() -> VERIFIER.verify(graph(List.of("y"), branch)), "Graph.UndefinedValue"),
        "'late' in a subgraph");
  }

  static Graph graph(List<String> outputs, Node... nodes) {
    Map<String, Tensor> constants = Map.of("w", Toys.vector(1, 2, 3, 4));
    return new Graph(
        "test",
        List.of(new Value("x", Toys.VECTOR)),
        outputs.stream().map(Value::of).toList(),
        List.of(nodes),
        constants,
        Map.of());
  }
}

package io.blockquant.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.testing.ToyCatalog;
import io.blockquant.core.testing.Toys;
import io.blockquant.core.verify.GraphVerifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PassesTest {

  private static final PassContext CONTEXT = new PassContext(ToyCatalog.REGISTRY);

  @Test
  void foldsConstantsTransitively() {
    Graph graph =
        graph(List.of("r2"), ToyCatalog.repeat("w", "r1", 2), ToyCatalog.repeat("r1", "r2", 2));
    Graph folded = Passes.apply(graph, CONTEXT, Set.of());
    assertEquals(List.of(), folded.nodes());
    Tensor expected = Toys.vector(1, 2, 1, 2, 1, 2, 1, 2);
    assertTrue(expected.sameBits(folded.initializer("r2").orElseThrow()));
    assertEquals(Set.of("r2", "o"), folded.initializers().keySet(), "what is not read is gone");
  }

  @Test
  void keepsWhatWouldInflateWeights() {
    long fits = ConstantFolding.SMALL / 16;
    Graph small = graph(List.of("r"), ToyCatalog.repeat("w", "r", fits));
    assertEquals(List.of(), Passes.apply(small, CONTEXT, Set.of()).nodes());
    Graph large = graph(List.of("r"), ToyCatalog.repeat("w", "r", fits + 1));
    assertEquals(large.nodes(), Passes.apply(large, CONTEXT, Set.of()).nodes());
  }

  @Test
  void foldsALargeResultThatIsNoLargerThanItsInput() {
    Tensor weights = Toys.vector(new long[(int) ConstantFolding.SMALL]);
    Graph graph =
        verified(
            graph(List.of("r"), ToyCatalog.repeat("w", "r", 1))
                .withInitializers(Map.of("w", weights)));
    assertEquals(List.of(), Passes.apply(graph, CONTEXT, Set.of()).nodes());
  }

  @Test
  void leavesOpaqueNodesAndOptionalInputsAlone() {
    Node opaque = Toys.node("a", "n", List.of("w"), List.of("y"));
    Node optional = ToyCatalog.repeat("o", "z", 1);
    Graph graph = graph(List.of("y", "z"), opaque, optional);
    assertEquals(graph.nodes(), Passes.apply(graph, CONTEXT, Set.of()).nodes());
  }

  @Test
  void removesWhatNoOutputDependsOn() {
    Graph graph =
        graph(
            List.of("y"),
            Toys.node("a", "dead1", List.of("w"), List.of("d1")),
            Toys.node("a", "live", List.of("x"), List.of("y", "unread")),
            Toys.node("a", "dead2", List.of("d1", "y"), List.of("d2")));
    Graph cleaned = Passes.apply(graph, CONTEXT, Set.of());
    assertEquals(List.of("live"), cleaned.nodes().stream().map(Node::name).toList());
    assertEquals(Set.of("o"), cleaned.initializers().keySet(), "a default is no constant");
  }

  @Test
  void canBeSwitchedOffOneByOne() {
    Graph graph =
        graph(
            List.of("r"),
            ToyCatalog.repeat("w", "r", 2),
            Toys.node("a", "dead", List.of("w"), List.of("d")));
    Set<String> all = Set.of("constant-folding", "dead-node-elimination");
    assertSame(graph, Passes.apply(graph, CONTEXT, all));
    assertEquals(1, Passes.apply(graph, CONTEXT, Set.of("constant-folding")).nodes().size());
    assertEquals(
        "dead",
        Passes.apply(graph, CONTEXT, Set.of("dead-node-elimination")).nodes().getFirst().name());
    assertEquals(all, Set.copyOf(Passes.all().stream().map(Pass::name).toList()));
  }

  private static Graph verified(Graph graph) {
    return new GraphVerifier(ToyCatalog.REGISTRY).verify(graph).graph();
  }

  private static Graph graph(List<String> outputs, Node... nodes) {
    return verified(
        new Graph(
            "passes",
            List.of(new Value("x", Toys.VECTOR), new Value("o", Toys.VECTOR)),
            outputs.stream().map(Value::of).toList(),
            List.of(nodes),
            Map.of("w", Toys.vector(1, 2), "o", Toys.vector(3, 4)),
            Map.of()));
  }
}

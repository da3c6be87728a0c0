package io.blockquant.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.ToyBackend;
import io.blockquant.core.testing.Toys;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlannerTest {

  private final Ledger ledger = new Ledger();

  @Test
  void makesAGraphOfEachRegion() {
    Graph graph =
        graph(
            List.of("m", "e"),
            Toys.node("a", "f", List.of("x", "w"), List.of("f")),
            Toys.node("a", "g", List.of("f", "o"), List.of("g")),
            Toys.node("b", "m", List.of("g", "x"), List.of("m")),
            Toys.node("a", "e", List.of("m", "f", "w"), List.of("e")));
    try (Plan plan = Planner.plan(graph, backends("a", "b"))) {
      List<String> regions =
          plan.regions().stream()
              .map(r ->
                  names(r.graph().inputs())
                      + " -> "
                      + names(r.graph().outputs())
                      + " with "
                      + r.graph().initializers().keySet())
              .toList();
      assertEquals(
          List.of("[x, o] -> [f, g] with [w]", "[g, x] -> [m] with []", "[m, f] -> [e] with [w]"),
          regions);
      assertEquals(
          List.of("x", "o", "f", "g", "m", "e"),
          plan.values().stream().map(PlannedValue::name).toList());
      assertEquals(
          List.of(-1, -1, 0, 1, -1, -1), plan.values().stream().map(PlannedValue::slot).toList());
    }
    assertEquals(2, ledger.open().size(), "the plan closes its executables, not the backends");
  }

  @Test
  void givesARegionWhatItsSubgraphsRead() {
    Graph body =
        new Graph(
            "body",
            List.of(),
            List.of(Value.of("i")),
            List.of(Toys.node("a", "i", List.of("f", "w"), List.of("i"))),
            Map.of(),
            Map.of());
    Attributes attributes = Attributes.NONE.with("body", new Attribute.Subgraph(body));
    Graph graph =
        graph(
            List.of("y"),
            Toys.node("a", "f", List.of("x"), List.of("f")),
            new Node("branch", Toys.op("b"), List.of("x"), List.of("y"), attributes));
    try (Plan plan = Planner.plan(graph, backends("a", "b"))) {
      Graph region = plan.regions().get(1).graph();
      assertEquals("[x, f]", names(region.inputs()));
      assertEquals(List.of("w"), List.copyOf(region.initializers().keySet()));
      assertEquals("[f]", names(plan.regions().get(0).graph().outputs()));
    }
  }

  @Test
  void reportsEveryNodeThatNobodyRunsWithEveryReason() {
    Graph graph =
        graph(
            List.of("y"),
            Toys.node("q", "n1", List.of("x"), List.of("p")),
            Toys.node("a", "n2", List.of("p"), List.of("q")),
            Toys.node("z", "n3", List.of("q"), List.of("y")));
    List<Diagnostic> found =
        Expect.codes(
            () -> Planner.plan(graph, backends("a", "b")), "Plan.Unsupported", "Plan.Unsupported");
    Expect.says(found.get(0), "node 'n1' (toy::q)", "a        : runs a only", "runs b only");
    Expect.says(found.get(1), "node 'n3' (toy::z)");
  }

  @Test
  void explainsWhatRunsWhere() {
    Graph graph =
        graph(
            List.of("y"),
            Toys.node("a", "first", List.of("x"), List.of("p")),
            Toys.node("b", "", List.of("p"), List.of("y")));
    try (Plan plan = Planner.plan(graph, backends("a", "b"))) {
      assertEquals(
          """
          region  backend  node   operator  kernel           declined by
          0       a        first  toy::a    toy kernel of a
          1       b        y      toy::b    toy kernel of b  a: runs a only
          2 nodes in 2 regions: a 1, b 1
          """,
          plan.explanation().toString());
      assertEquals(
          new Explanation.NodeChoice(
              "y",
              "toy::b",
              1,
              "b",
              "toy kernel of b",
              List.of(new Explanation.Decline("a", "runs a only"))),
          plan.explanation().nodes().get(1));
    }
  }

  @Test
  void plansNodesThatComputeForNobody() {
    Graph graph = graph(List.of("x"), Toys.node("a", "dead", List.of("x"), List.of("d")));
    try (Plan plan = Planner.plan(graph, backends("a"))) {
      assertEquals("[d]", names(plan.regions().getFirst().graph().outputs()));
    }
  }

  private List<Backend> backends(String... ids) {
    return Arrays.stream(ids)
        .map(id -> new ToyBackend(id, 1, ledger).open(BackendOptions.defaults()))
        .toList();
  }

  private static String names(List<Value> values) {
    return values.stream().map(Value::name).toList().toString();
  }

  private static Graph graph(List<String> outputs, Node... nodes) {
    return new Graph(
        "plan",
        List.of(new Value("x", Toys.VECTOR), new Value("o", Toys.VECTOR)),
        outputs.stream().map(Value::of).toList(),
        List.of(nodes),
        Map.of("w", Toys.vector(1, 2), "o", Toys.vector(3, 4)),
        Map.of());
  }
}

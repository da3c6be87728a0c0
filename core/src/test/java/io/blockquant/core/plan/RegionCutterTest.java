package io.blockquant.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.RegionCutter.Cut;
import io.blockquant.core.testing.RandomGraphs;
import io.blockquant.core.testing.Toys;
import io.blockquant.core.verify.Dependencies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RegionCutterTest {

  @Test
  void cutsADiamondOfTwoBackendsIntoThree() {
    // a splits, b on one side, a on the other, a joins: the a side goes with the first region.
    Graph graph =
        graph(
            Toys.node("a", "split", List.of("x"), List.of("s")),
            Toys.node("b", "left", List.of("s"), List.of("l")),
            Toys.node("a", "right", List.of("s"), List.of("r")),
            Toys.node("a", "join", List.of("l", "r"), List.of("j")));
    assertEquals(List.of("a: split right", "b: left", "a: join"), words(graph));
  }

  @Test
  void startsWithTheBackendThatSavesARegion() {
    // Starting with a gives a, b, a; starting with b gives b, a.
    Graph graph =
        graph(
            Toys.node("a", "a1", List.of("x"), List.of("p")),
            Toys.node("b", "b1", List.of("x"), List.of("q")),
            Toys.node("a", "a2", List.of("q"), List.of("t")));
    assertEquals(List.of("b: b1", "a: a1 a2"), words(graph));
  }

  @Test
  void runsInterleavedChainsTogether() {
    List<Node> nodes = new ArrayList<>();
    for (int chain = 0; chain < 5; chain++) {
      for (int step = 0; step < 4; step++) {
        String input = step == 0 ? "x" : "v" + chain + "_" + (step - 1);
        String output = "v" + chain + "_" + step;
        nodes.add(Toys.node(step % 2 == 0 ? "a" : "b", output, List.of(input), List.of(output)));
      }
    }
    assertEquals(4, cut(graph(nodes.toArray(Node[]::new))).size());
  }

  /** Two backends: never more regions than the best of all schedules, found by breadth. */
  @Test
  void findsTheFewestRegionsForTwoBackends() {
    int compared = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Graph graph = RandomGraphs.make(random, 1 + random.nextInt(12), List.of("a", "b"));
      List<Cut> cuts = cut(graph);
      assertRunnable(graph, cuts, "seed " + seed);
      assertEquals(fewest(graph), cuts.size(), "seed " + seed);
      compared++;
    }
    assertEquals(300, compared);
  }

  @Test
  void cutsThreeBackendsIntoAValidAndMaximalSchedule() {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      Graph graph = RandomGraphs.make(random, 1 + random.nextInt(60), List.of("a", "b", "c"));
      List<Cut> cuts = cut(graph);
      assertRunnable(graph, cuts, "seed " + seed);
      for (int i = 1; i < cuts.size(); i++) {
        assertTrue(cuts.get(i).backend() != cuts.get(i - 1).backend(), "seed " + seed);
      }
      assertEquals(cuts, cut(graph), "the same graph is cut the same way");
    }
  }

  @Test
  void cutsAnEmptyGraphIntoNothing() {
    assertEquals(List.of(), cut(graph()));
  }

  private static List<Cut> cut(Graph graph) {
    return RegionCutter.cut(graph, backendOf(graph), 3);
  }

  private static int[] backendOf(Graph graph) {
    return graph.nodes().stream().mapToInt(node -> node.op().type().charAt(0) - 'a').toArray();
  }

  private static List<String> words(Graph graph) {
    return cut(graph).stream()
        .map(cut ->
            (char) ('a' + cut.backend())
                + ": "
                + String.join(
                    " ", cut.nodes().stream().map(n -> graph.nodes().get(n).name()).toList()))
        .toList();
  }

  private static void assertRunnable(Graph graph, List<Cut> cuts, String what) {
    Set<String> available = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(input -> available.add(input.name()));
    int[] backendOf = backendOf(graph);
    int nodes = 0;
    for (Cut cut : cuts) {
      for (int index : cut.nodes()) {
        Node node = graph.nodes().get(index);
        assertTrue(available.containsAll(node.reads()), what);
        assertEquals(cut.backend(), backendOf[index], what);
        available.addAll(node.outputs());
        nodes++;
      }
    }
    assertEquals(graph.nodes().size(), nodes, what);
  }

  /** Search all sets of nodes that may have run, by the number of regions it took. */
  private static int fewest(Graph graph) {
    Dependencies dependencies = Dependencies.of(graph);
    int count = graph.nodes().size();
    int[] before = new int[count];
    for (int node = 0; node < count; node++) {
      for (int successor : dependencies.successors(node)) {
        before[successor] |= 1 << node;
      }
    }
    int[] backendOf = backendOf(graph);
    Map<Integer, Set<Integer>> reached = Map.of(0, Set.of(0), 1, Set.of(0));
    for (int regions = 0; ; regions++) {
      if (reached.values().stream().anyMatch(sets -> sets.contains((1 << count) - 1))) {
        return regions;
      }
      Set<Integer> all = new HashSet<>(reached.get(0));
      all.addAll(reached.get(1));
      reached = Map.of(0, grow(all, 0, backendOf, before), 1, grow(all, 1, backendOf, before));
    }
  }

  private static Set<Integer> grow(Set<Integer> from, int backend, int[] backendOf, int[] before) {
    Set<Integer> grown = new HashSet<>(from);
    List<Integer> queue = new ArrayList<>(from);
    while (!queue.isEmpty()) {
      int ran = queue.removeLast();
      for (int node = 0; node < before.length; node++) {
        boolean next = (ran >> node & 1) == 0 && (before[node] & ~ran) == 0;
        if (next && backendOf[node] == backend && grown.add(ran | 1 << node)) {
          queue.add(ran | 1 << node);
        }
      }
    }
    return grown;
  }

  private static Graph graph(Node... nodes) {
    List<Value> inputs = List.of(new Value("x", Toys.VECTOR));
    return new Graph("cut", inputs, List.of(), List.of(nodes), Map.of(), Map.of());
  }
}

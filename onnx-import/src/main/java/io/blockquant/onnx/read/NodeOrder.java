package io.blockquant.onnx.read;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.report.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sort the nodes of a graph so that each comes after those it reads from. */
final class NodeOrder {

  private static final int SHOWN = 8;

  private final List<Node> nodes;
  private final Map<String, Integer> producers = new HashMap<>();
  private final List<List<String>> reads = new ArrayList<>();

  private NodeOrder(Graph graph) {
    this.nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        producers.putIfAbsent(output, i);
      }
      reads.add(List.copyOf(nodes.get(i).reads()));
    }
  }

  /**
   * Return the graph with its nodes sorted; nodes that are in order already stay where they are.
   *
   * <p>A cycle is an error and leaves the order as it is.
   */
  static Graph sort(Graph graph, Problems problems) {
    List<Node> sorted = new NodeOrder(graph).sort(problems);
    if (sorted.equals(graph.nodes())) {
      return graph;
    }
    problems.warning(
        "",
        Diagnostic.warning("Onnx.NodeOrder", "nodes SHOULD come after those they read from")
            .fact("graph", graph.name())
            .help("nothing to do: the nodes were sorted"));
    return graph.withNodes(sorted);
  }

  private List<Node> sort(Problems problems) {
    int[] missing = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>(2)));
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : reads.get(i)) {
        Integer producer = producers.get(name);
        if (producer != null) {
          readers.get(producer).add(i);
          missing[i]++;
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>(nodes.size());
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() == nodes.size()) {
      return sorted;
    }
    reportCycle(missing, problems);
    return nodes;
  }

  /** Every node that is left waits for one that is left: following them must meet a cycle. */
  private void reportCycle(int[] missing, Problems problems) {
    int current = 0;
    while (missing[current] == 0) {
      current++;
    }
    int[] visitedAt = new int[nodes.size()];
    Arrays.fill(visitedAt, -1);
    List<Integer> path = new ArrayList<>();
    while (visitedAt[current] < 0) {
      visitedAt[current] = path.size();
      path.add(current);
      current = waitsFor(current, missing);
    }
    SortedSet<Integer> cycle = new TreeSet<>(path.subList(visitedAt[current], path.size()));
    int first = cycle.first();
    String tensor =
        reads.get(first).stream()
            .filter(name -> cycle.contains(producers.getOrDefault(name, -1)))
            .findFirst()
            .orElseThrow();
    String names =
        String.join(", ", cycle.stream().limit(SHOWN).map(i -> name(nodes.get(i))).toList());
    problems.error(
        Diagnostic.error("Graph.Cycle", "a graph MUST NOT have a cycle")
            .at(Place.node(nodes.get(first).describe()))
            .fact("cycle through nodes", cycle.size() <= SHOWN ? names : names + ", ...")
            .fact("tensor", tensor + " is used before it is produced")
            .help("break the cycle; state that goes around belongs into a Loop or Scan"));
  }

  private int waitsFor(int node, int[] missing) {
    return reads.get(node).stream()
        .map(producers::get)
        .filter(producer -> producer != null && missing[producer] > 0)
        .findFirst()
        .orElseThrow();
  }

  private static String name(Node node) {
    return node.name().isEmpty() ? node.origin() + " -> " + node.output(0) : node.name();
  }
}

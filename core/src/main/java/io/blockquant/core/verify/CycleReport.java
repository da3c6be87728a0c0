package io.blockquant.core.verify;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Word a cycle: its nodes, and the tensor that each hands to the next. */
final class CycleReport {

  private static final int SHOWN = 16;

  private CycleReport() {}

  static Diagnostic of(Graph graph, List<Set<String>> reads, List<Integer> cycle) {
    Diagnostic.Builder error =
        Diagnostic.error("Graph.Cycle", "the nodes of a graph MUST NOT form a cycle")
            .at(Place.node(graph.nodes().get(cycle.getFirst()).describe()));
    for (int i = 0; i < Math.min(cycle.size(), SHOWN); i++) {
      Node node = graph.nodes().get(cycle.get(i));
      Set<String> wanted = reads.get(cycle.get((i + 1) % cycle.size()));
      String tensors =
          node.outputs().stream()
              .filter(wanted::contains)
              .map(name -> "'" + name + "'")
              .collect(Collectors.joining(", "));
      error.fact(node.describe(), "produces " + tensors + " for the next");
    }
    if (cycle.size() > SHOWN) {
      error.fact("nodes in all", cycle.size());
    }
    return error.help("remove the tensor that closes the cycle from one node's inputs").build();
  }
}

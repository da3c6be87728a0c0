package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remove nodes and constants that no output of the graph depends on. */
final class DeadNodeElimination implements Pass {

  @Override
  public String name() {
    return "dead-node-elimination";
  }

  @Override
  public String description() {
    return "removes nodes and constants that no output depends on";
  }

  @Override
  public Graph apply(Graph graph, PassContext context) {
    Set<String> needed = new HashSet<>();
    graph.outputs().forEach(output -> needed.add(output.name()));
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains)) {
        kept.add(node);
        needed.addAll(node.reads());
      }
    }
    // An initializer that stands in for an input stays: it belongs to the graph's signature.
    graph.inputs().stream().map(Value::name).forEach(needed::add);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    boolean changed = constants.keySet().retainAll(needed);
    if (!changed && kept.size() == graph.nodes().size()) {
      return graph;
    }
    return graph.withNodes(kept.reversed()).withInitializers(constants);
  }
}

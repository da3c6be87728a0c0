package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Make a graph of its own from some nodes of a graph. */
final class RegionGraph {

  private RegionGraph() {}

  /**
   * Return the graph of a region: inputs in the order in which they are first read, those that only
   * a subgraph reads included; outputs in the order in which they are produced; the constants that
   * it uses as initializers; what is said of the values inside.
   *
   * @param wantedOutside the values that others read: nodes outside, or the caller
   */
  static Graph of(String name, Graph graph, List<Node> nodes, Set<String> wantedOutside) {
    Set<String> inside = new LinkedHashSet<>();
    nodes.forEach(node -> inside.addAll(node.outputs()));
    inside.remove("");
    Set<String> callerGiven = new HashSet<>();
    graph.inputs().forEach(value -> callerGiven.add(value.name()));
    Map<String, Value> inputs = new LinkedHashMap<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String read : node.reads()) {
        Tensor constant = graph.initializers().get(read);
        if (constant != null && !callerGiven.contains(read)) {
          constants.put(read, constant);
        } else if (!inside.contains(read)) {
          inputs.put(read, value(graph, read));
        }
        graph.type(read).ifPresent(type -> types.put(read, type));
      }
    }
    inside.forEach(value -> graph.type(value).ifPresent(type -> types.put(value, type)));
    List<String> wanted = inside.stream().filter(wantedOutside::contains).toList();
    // A region that computes for nobody (its pass is off) still is a graph, which has an output.
    List<Value> outputs =
        (wanted.isEmpty() ? inside : wanted).stream().map(v -> value(graph, v)).toList();
    Map<String, TensorType> hints = new LinkedHashMap<>(graph.hints());
    hints.keySet().retainAll(inside);
    return new Graph(name, List.copyOf(inputs.values()), outputs, nodes, constants, types, hints);
  }

  private static Value value(Graph graph, String name) {
    return graph.type(name).map(type -> new Value(name, type)).orElseGet(() -> Value.of(name));
  }
}

package io.blockquant.core.control;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Make a body a graph of its own: what it takes from around it becomes inputs and constants.
 *
 * @param graph the graph
 * @param inputs the inputs of the body itself, in order
 * @param outer the inputs that stand for values around it
 * @param outputs the outputs of the body in order; a body may return one value twice, a graph not
 */
record BodyGraph(Graph graph, List<String> inputs, List<String> outer, List<String> outputs) {

  /**
   * Make a graph of a body.
   *
   * @param around the graph around the node, which knows the types of what the body reads of it
   * @param types the types of the body's inputs; null for what it declares itself
   */
  static BodyGraph of(Graph around, Graph body, List<@Nullable TensorType> types) {
    List<Value> inputs = new ArrayList<>();
    List<String> own = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      Value declared = body.inputs().get(i);
      TensorType type = i < types.size() ? types.get(i) : null;
      inputs.add(new Value(declared.name(), type == null ? declared.type() : type));
      own.add(declared.name());
    }
    Map<String, Tensor> constants = new LinkedHashMap<>(body.initializers());
    List<String> outer = new ArrayList<>();
    for (String name : body.outerValues()) {
      if (around.isConstant(name)) {
        constants.put(name, around.initializers().get(name));
      } else {
        inputs.add(new Value(name, around.type(name).orElse(null)));
        outer.add(name);
      }
    }
    List<String> outputs = body.outputs().stream().map(Value::name).toList();
    Set<String> distinct = new LinkedHashSet<>(outputs);
    Graph graph =
        new Graph(
            body.name(),
            inputs,
            distinct.stream().map(Value::of).toList(),
            body.nodes(),
            constants,
            Map.of());
    return new BodyGraph(graph, own, outer, outputs);
  }

  /** Return the types of the outputs in a verified copy of the graph. */
  List<@Nullable TensorType> outputTypes(Graph verified) {
    List<@Nullable TensorType> types = new ArrayList<>();
    outputs.forEach(name -> types.add(verified.type(name).orElse(null)));
    return types;
  }

  /** Return the number of nodes, for explanations. */
  int size() {
    return (int) graph.nodes().stream().map(Node::op).count();
  }
}

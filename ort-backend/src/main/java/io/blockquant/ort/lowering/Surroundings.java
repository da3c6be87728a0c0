package io.blockquant.ort.lowering;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keep of a graph what one node of it reads. */
public final class Surroundings {

  private Surroundings() {}

  /** Return a graph of the node alone, with the types and constants of what it reads. */
  public static Graph of(Graph graph, Node node) {
    List<Value> inputs = new ArrayList<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (String name : node.reads()) {
      graph.type(name).ifPresent(type -> types.put(name, type));
      if (graph.isConstant(name)) {
        constants.put(name, graph.initializers().get(name));
      } else {
        inputs.add(new Value(name, types.get(name)));
      }
    }
    List<Value> outputs =
        node.outputs().stream().filter(name -> !name.isEmpty()).map(Value::of).toList();
    return new Graph(graph.name(), inputs, outputs, List.of(node), constants, types);
  }
}

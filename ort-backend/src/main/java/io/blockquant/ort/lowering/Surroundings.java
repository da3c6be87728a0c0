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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keep of a graph what one node of it reads. */
public final class Surroundings {

  private Surroundings() {}

  /** Return a graph of the node alone, with the types and constants of what it reads. */
  public static Graph of(Graph graph, Node node) {
    return of(
        node,
        name -> graph.type(name).orElse(null),
        name -> graph.isConstant(name) ? graph.initializers().get(name) : null);
  }

  /**
   * Return a graph of the node alone, with the types and constants of what it reads.
   *
   * @param typeOf tells the type of a value; null where it is not known
   * @param constantOf tells the constant of a value; null where it is none
   */
  static Graph of(
      Node node,
      Function<String, @Nullable TensorType> typeOf,
      Function<String, @Nullable Tensor> constantOf) {
    List<Value> inputs = new ArrayList<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (String name : node.reads()) {
      TensorType type = typeOf.apply(name);
      if (type != null) {
        types.put(name, type);
      }
      Tensor constant = constantOf.apply(name);
      if (constant != null) {
        constants.put(name, constant);
      } else {
        inputs.add(new Value(name, type));
      }
    }
    List<Value> outputs =
        node.outputs().stream().filter(name -> !name.isEmpty()).map(Value::of).toList();
    return new Graph("", inputs, outputs, List.of(node), constants, types);
  }
}

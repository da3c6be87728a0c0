package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.types.ElementTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hold a graph with each node as ONNX Runtime is given it.
 *
 * @param parts the nodes that stand for each node of the graph, in its order
 * @param lowered what was done to each node; empty where it is written as it is
 * @param carried the values that are carried as bytes, with the type that they have
 * @param types what is known of the types of all values
 */
public record LoweredGraph(
    List<List<Node>> parts,
    List<Optional<Lowered>> lowered,
    Map<String, ElementType> carried,
    Map<String, TensorType> types) {

  /**
   * Lower each node of a graph in topological order, as far as types are known.
   *
   * @param opset the version of the standard operators that lowered nodes are written in
   */
  public static LoweredGraph of(Graph graph, Lowerings lowerings, int opset) {
    Map<String, TensorType> types = known(graph);
    Map<String, Tensor> constants = new HashMap<>(graph.initializers());
    graph.inputs().forEach(input -> constants.remove(input.name()));
    Map<String, ElementType> carried = new LinkedHashMap<>();
    types.forEach((name, type) -> noteCarried(carried, name, type.elementType()));
    ElementTypes inference =
        new ElementTypes(name -> Optional.ofNullable(types.get(name)).map(TensorType::elementType));
    List<List<Node>> parts = new ArrayList<>();
    List<Optional<Lowered>> lowered = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Graph own = Surroundings.of(node, types::get, constants::get);
      boolean moves = Carriers.moves(own, node);
      Optional<Lowered> done = moves ? Optional.empty() : lowerings.lower(own, node, opset);
      lowered.add(moves ? Optional.of(moved(node)) : done);
      parts.add(moves ? moved(node).nodes() : done.map(Lowered::nodes).orElse(List.of(node)));
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.output(i);
        if (!output.isEmpty() && !types.containsKey(output)) {
          inference
              .output(node, i)
              .ifPresent(type -> types.put(output, TensorType.ofUnknownRank(type)));
        }
        if (moves && types.containsKey(output)) {
          noteCarried(carried, output, types.get(output).elementType());
        }
      }
    }
    return new LoweredGraph(parts, lowered, carried, types);
  }

  /** Return all nodes, in order. */
  public List<Node> nodes() {
    return parts.stream().flatMap(List::stream).toList();
  }

  /** Return the type that ONNX Runtime sees a value as. */
  public TensorType written(String name, TensorType type) {
    return carried.containsKey(name) ? type.withElementType(Carriers.BYTE) : type;
  }

  /** Return a constant as ONNX Runtime is given it. */
  public Tensor written(String name, Tensor constant) {
    return carried.containsKey(name) ? Carriers.toBytes(constant) : constant;
  }

  private static Lowered moved(Node node) {
    return new Lowered(List.of(Carriers.carry(node)), "low-precision codes carried as bytes");
  }

  private static Map<String, TensorType> known(Graph graph) {
    Map<String, TensorType> types = new LinkedHashMap<>(graph.types());
    graph.initializers().forEach((name, tensor) -> types.putIfAbsent(name, tensor.type()));
    for (Value input : graph.inputs()) {
      if (input.type() != null) {
        types.putIfAbsent(input.name(), input.type());
      }
    }
    return types;
  }

  private static void noteCarried(Map<String, ElementType> carried, String name, ElementType type) {
    if (Carriers.isCarried(type)) {
      carried.put(name, type);
    }
  }
}

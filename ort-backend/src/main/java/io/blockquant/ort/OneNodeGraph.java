package io.blockquant.ort;

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
import java.util.function.Predicate;

/**
 * Make a graph of one node for a trial.
 *
 * <p>What cannot change the answer is left out, so that the layers of a network ask the same
 * question: names, extents and the weights.
 */
final class OneNodeGraph {

  private static final long SHAPE_CONSTANT = 1024;
  private static final long FACTOR_CONSTANT = 64;
  private static final long SMALL_CONSTANT = 1 << 20;

  private final Graph graph;
  private final Node node;

  OneNodeGraph(Graph graph, Node node) {
    this.graph = graph;
    this.node = node;
  }

  /** Return the graph with the constants that say shapes and axes, and the scales of a resize. */
  Graph withShapeConstants() {
    return build(OneNodeGraph::saysShape);
  }

  /** Return the graph with all constants but weights. */
  Graph withSmallConstants() {
    return build(tensor -> tensor.byteSize() <= SMALL_CONSTANT);
  }

  /** Return {@code true} if the two graphs differ. */
  boolean omitsConstants() {
    return node.reads().stream()
        .filter(graph::isConstant)
        .map(name -> graph.initializers().get(name))
        .anyMatch(tensor -> !saysShape(tensor) && tensor.byteSize() <= SMALL_CONSTANT);
  }

  /** Return a graph of several nodes, which share their names with others hardly ever. */
  static Graph several(Graph graph, List<Node> nodes) {
    List<Value> inputs = new ArrayList<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    Set<String> computed = new LinkedHashSet<>();
    nodes.forEach(node -> computed.addAll(node.outputs()));
    computed.remove("");
    Set<String> read = new LinkedHashSet<>();
    nodes.forEach(node -> read.addAll(node.reads()));
    read.removeAll(computed);
    for (String name : read) {
      Tensor constant = graph.isConstant(name) ? graph.initializers().get(name) : null;
      if (constant != null && constant.byteSize() <= SMALL_CONSTANT) {
        constants.put(name, constant);
      } else {
        TensorType type = graph.type(name).orElseThrow();
        inputs.add(new Value(name, TensorType.ofUnknownRank(type.elementType())));
      }
    }
    List<Value> outputs = computed.stream().map(Value::of).toList();
    List<Node> nameless = nodes.stream().map(node -> NodeTokens.named(node, "")).toList();
    return new Graph("trial", inputs, outputs, nameless, constants, Map.of());
  }

  private static boolean saysShape(Tensor tensor) {
    long limit = tensor.elementType().isFloating() ? FACTOR_CONSTANT : SHAPE_CONSTANT;
    return tensor.byteSize() <= limit;
  }

  private Graph build(Predicate<Tensor> kept) {
    boolean renames = node.attributes().subgraphs().isEmpty();
    Map<String, String> names = new LinkedHashMap<>();
    List<Value> inputs = new ArrayList<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    for (String read : node.reads()) {
      // The bodies of a node read values by the names that these have outside.
      String name = renames ? "i" + names.size() : read;
      names.put(read, name);
      Tensor constant = graph.isConstant(read) ? graph.initializers().get(read) : null;
      if (constant != null && kept.test(constant)) {
        constants.put(name, constant);
      } else {
        TensorType type = graph.type(read).orElseThrow();
        inputs.add(new Value(name, TensorType.ofUnknownRank(type.elementType())));
      }
    }
    List<Value> outputs = new ArrayList<>();
    List<String> outputNames = new ArrayList<>();
    for (String output : node.outputs()) {
      String name = output.isEmpty() ? "" : renames ? "o" + outputNames.size() : output;
      outputNames.add(name);
      if (!name.isEmpty()) {
        outputs.add(Value.of(name));
      }
    }
    List<String> inputNames =
        node.inputs().stream().map(name -> names.getOrDefault(name, "")).toList();
    Node single = new Node("", node.op(), inputNames, outputNames, node.attributes());
    return new Graph("trial", inputs, outputs, List.of(single), constants, Map.of());
  }
}

package io.blockquant.onnx.ops;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.report.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hold what importers know of the graph around a node, and the constants they change. */
final class ImportScope {

  /** One place where a value is read. */
  record Use(Node node, int input) {}

  private final Map<String, Tensor> initializers;
  private final Set<String> inputs = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, List<Use>> uses = new HashMap<>();
  private final Map<String, String> views = new HashMap<>();
  private final Set<String> viewed = new HashSet<>();
  private final Problems problems;
  private final String scaleRounding;
  private final @Nullable ImportScope outer;

  /** Look at the nodes of a graph; {@code outer} is the scope around a body, null around none. */
  ImportScope(Graph graph, Problems problems, String scaleRounding, @Nullable ImportScope outer) {
    this.outer = outer;
    this.problems = problems;
    this.scaleRounding = scaleRounding;
    initializers = new LinkedHashMap<>(graph.initializers());
    names.addAll(initializers.keySet());
    for (Value input : graph.inputs()) {
      inputs.add(input.name());
      names.add(input.name());
    }
    for (Node node : graph.nodes()) {
      names.addAll(node.outputs());
      for (int i = 0; i < node.inputs().size(); i++) {
        uses.computeIfAbsent(node.input(i), _ -> new ArrayList<>(1)).add(new Use(node, i));
      }
    }
  }

  Problems problems() {
    return problems;
  }

  /** Return how E8M0 scales are rounded where the file cannot say: {@code up} or {@code floor}. */
  String scaleRounding() {
    return scaleRounding;
  }

  Map<String, Tensor> initializers() {
    return initializers;
  }

  /** Return the tensor of a value that is the same in every run. */
  Optional<Tensor> constant(String name) {
    // An empty name is an input that is not given, whatever a file calls so.
    if (name.isEmpty() || inputs.contains(name)) {
      return Optional.empty();
    }
    Tensor own = initializers.get(name);
    return own == null && outer != null && !names.contains(name)
        ? outer.constant(name)
        : Optional.ofNullable(own);
  }

  void addConstant(String name, Tensor tensor) {
    initializers.put(name, tensor);
  }

  List<Use> uses(String name) {
    return uses.getOrDefault(name, List.of());
  }

  /** Name another view of a constant's bytes; one is made per constant and purpose. */
  String view(String name, String purpose, Tensor tensor) {
    return views.computeIfAbsent(
        name + '\n' + purpose,
        _ -> {
          String fresh = name + "/" + purpose;
          for (int i = 1; !names.add(fresh); i++) {
            fresh = name + "/" + purpose + "_" + i;
          }
          initializers.put(fresh, tensor);
          viewed.add(name);
          return fresh;
        });
  }

  /** Drop the constants of which only views are read any more. */
  void dropUnread(List<Node> nodes, List<Value> outputs) {
    Set<String> read = new HashSet<>();
    nodes.forEach(node -> read.addAll(node.reads()));
    outputs.forEach(output -> read.add(output.name()));
    viewed.stream()
        .filter(name -> !read.contains(name) && !inputs.contains(name))
        .forEach(initializers::remove);
  }
}

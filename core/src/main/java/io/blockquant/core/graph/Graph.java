package io.blockquant.core.graph;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Hold a graph of operators over named values.
 *
 * <p>Immutable and thread-safe; the tensors of the initializers are shared and never written. A
 * graph may be wrong (names that nobody defines, cycles): the verifier finds out.
 *
 * @param name the name, possibly empty
 * @param inputs what the caller gives; one that is an initializer too is optional
 * @param outputs what the graph returns
 * @param nodes the nodes, in the order of the source
 * @param initializers constant values by name
 * @param types the types that are known of any value, declared or inferred
 * @param hints what the source says of values that nodes compute and nobody checked: a backend may
 *     be faster for it, and must not be wrong for it
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    Map<String, Tensor> initializers,
    Map<String, TensorType> types,
    Map<String, TensorType> hints) {

  public Graph {
    Objects.requireNonNull(name, "name");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    hints = Collections.unmodifiableMap(new LinkedHashMap<>(hints));
  }

  /** Hold a graph of which nobody says more than is known. */
  public Graph(
      String name,
      List<Value> inputs,
      List<Value> outputs,
      List<Node> nodes,
      Map<String, Tensor> initializers,
      Map<String, TensorType> types) {
    this(name, inputs, outputs, nodes, initializers, types, Map.of());
  }

  /** Start a graph. */
  public static GraphBuilder builder(String name) {
    return new GraphBuilder(name);
  }

  /** Return the inputs that a caller must give: those that no initializer stands in for. */
  public List<Value> requiredInputs() {
    return inputs.stream().filter(value -> !initializers.containsKey(value.name())).toList();
  }

  /** Return {@code true} if {@code name} holds the same tensor in every run. */
  public boolean isConstant(String name) {
    return initializers.containsKey(name)
        && inputs.stream().noneMatch(value -> value.name().equals(name));
  }

  /** Return the tensor of an initializer, be it the default of an input or a constant. */
  public Optional<Tensor> initializer(String name) {
    return Optional.ofNullable(initializers.get(name));
  }

  /** Return the most that is known of the type of a value. */
  public Optional<TensorType> type(String name) {
    TensorType known = types.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Tensor constant = initializers.get(name);
    if (constant != null) {
      return Optional.of(constant.type());
    }
    for (Value input : inputs) {
      if (input.name().equals(name)) {
        return Optional.ofNullable(input.type());
      }
    }
    return Optional.empty();
  }

  /** Return the names that this graph, as a subgraph, takes from the graphs around it. */
  public Set<String> outerValues() {
    Set<String> own = new HashSet<>(initializers.keySet());
    inputs.forEach(value -> own.add(value.name()));
    nodes.forEach(node -> own.addAll(node.outputs()));
    Set<String> outer = new LinkedHashSet<>();
    nodes.forEach(node -> outer.addAll(node.reads()));
    outputs.forEach(value -> outer.add(value.name()));
    outer.removeAll(own);
    return outer;
  }

  /** Return this graph with other nodes. */
  public Graph withNodes(List<Node> changed) {
    return new Graph(name, inputs, outputs, changed, initializers, types, hints);
  }

  /** Return this graph with other initializers. */
  public Graph withInitializers(Map<String, Tensor> changed) {
    return new Graph(name, inputs, outputs, nodes, changed, types, hints);
  }

  /** Return this graph with other known types. */
  public Graph withTypes(Map<String, TensorType> changed) {
    return new Graph(name, inputs, outputs, nodes, initializers, changed, hints);
  }

  /** Return this graph with other hints. */
  public Graph withHints(Map<String, TensorType> changed) {
    return new Graph(name, inputs, outputs, nodes, initializers, types, changed);
  }

  /** Return the text of {@link GraphPrinter}. */
  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }
}

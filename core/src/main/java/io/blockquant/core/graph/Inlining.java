package io.blockquant.core.graph;

import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Put the nodes of one graph into another: the bodies of functions, and subgraphs that run once.
 *
 * <p>Names of the body get a prefix that its surroundings do not use; names that it takes from
 * around it stay.
 */
public final class Inlining {

  /**
   * What is put into the surrounding graph.
   *
   * @param nodes the nodes, in the order of the body
   * @param initializers the constants of the body, under their new names
   * @param outputs the name of each output of the body
   */
  public record Inlined(List<Node> nodes, Map<String, Tensor> initializers, List<String> outputs) {

    public Inlined {
      nodes = List.copyOf(nodes);
      outputs = List.copyOf(outputs);
    }
  }

  private final String prefix;

  private Inlining(String prefix) {
    this.prefix = prefix;
  }

  /**
   * Return the content of a body with its inputs replaced.
   *
   * @param arguments the name that stands for each input of the body, in their order; empty for one
   *     that is not given
   * @param prefix starts the new names
   */
  public static Inlined inline(Graph body, List<String> arguments, String prefix) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      names.put(body.inputs().get(i).name(), i < arguments.size() ? arguments.get(i) : "");
    }
    return new Inlining(prefix).inline(body, names);
  }

  /**
   * Return the nodes that a call of a function stands for: they compute the outputs of the call.
   *
   * @param body the function as a graph
   * @param call the node that calls it; one of its outputs starts the new names
   * @param opset the version of Identity, for outputs that the function only hands on
   */
  public static Inlined call(Graph body, Node call, int opset) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      names.put(body.inputs().get(i).name(), call.input(i));
    }
    String unique = call.outputs().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    Inlining inlining = new Inlining(unique + "/" + call.op().type() + "/");
    Set<String> made = new HashSet<>();
    body.nodes().forEach(node -> made.addAll(node.outputs()));
    Map<String, String> results = new HashMap<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      String own = body.outputs().get(i).name();
      if (!call.output(i).isEmpty() && made.contains(own)) {
        results.putIfAbsent(own, call.output(i));
      }
    }
    inlining.own(body, names);
    names.putAll(results);
    // A function sees nothing around it: what it does not define stays undefined.
    body.outerValues().forEach(name -> names.putIfAbsent(name, inlining.prefix + name));
    Inlined inlined = inlining.renamed(body, names);
    List<Node> nodes = new ArrayList<>(inlined.nodes());
    for (int i = 0; i < body.outputs().size(); i++) {
      String from = inlined.outputs().get(i);
      String to = call.output(i);
      if (!to.isEmpty() && !from.equals(to)) {
        OpId identity = new OpId(OpId.ONNX, "Identity", opset);
        nodes.add(new Node("", identity, List.of(from), List.of(to), Attributes.NONE));
      }
    }
    return new Inlined(nodes, inlined.initializers(), call.outputs());
  }

  private Inlined inline(Graph body, Map<String, String> names) {
    own(body, names);
    return renamed(body, names);
  }

  private Inlined renamed(Graph body, Map<String, String> names) {
    List<Node> nodes = body.nodes().stream().map(node -> rename(node, names)).toList();
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    body.initializers().forEach((name, tensor) -> initializers.put(renamed(name, names), tensor));
    List<String> outputs = body.outputs().stream().map(v -> renamed(v.name(), names)).toList();
    return new Inlined(nodes, initializers, outputs);
  }

  /** Give every name that a graph defines itself its new one. */
  private void own(Graph body, Map<String, String> names) {
    body.initializers().keySet().forEach(name -> names.putIfAbsent(name, prefix + name));
    for (Node node : body.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          names.put(output, prefix + output);
        }
      }
    }
  }

  private Node rename(Node node, Map<String, String> names) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    node.attributes().asMap().forEach((name, value) -> attributes.put(name, rename(value, names)));
    return new Node(
        node.name().isEmpty() ? "" : prefix + node.name(),
        node.op(),
        node.inputs().stream().map(name -> renamed(name, names)).toList(),
        node.outputs().stream().map(name -> renamed(name, names)).toList(),
        Attributes.of(attributes),
        node.origin());
  }

  private Attribute rename(Attribute value, Map<String, String> names) {
    return switch (value) {
      case Attribute.Subgraph body -> new Attribute.Subgraph(nested(body.value(), names));
      case Attribute.Subgraphs bodies ->
          new Attribute.Subgraphs(bodies.values().stream().map(b -> nested(b, names)).toList());
      case Attribute.Int _,
          Attribute.Real _,
          Attribute.Text _,
          Attribute.Ints _,
          Attribute.Reals _,
          Attribute.Texts _,
          Attribute.TensorValue _,
          Attribute.Opaque _ ->
          value;
    };
  }

  /** A graph inside a node keeps its signature; only what it defines and reads is renamed. */
  private Graph nested(Graph body, Map<String, String> outer) {
    Map<String, String> names = new HashMap<>(outer);
    List<Value> inputs = new ArrayList<>();
    for (Value input : body.inputs()) {
      names.put(input.name(), prefix + input.name());
      inputs.add(new Value(prefix + input.name(), input.type()));
    }
    Set.copyOf(body.initializers().keySet()).forEach(name -> names.put(name, prefix + name));
    Inlined inlined = inline(body, names);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      outputs.add(new Value(inlined.outputs().get(i), body.outputs().get(i).type()));
    }
    return new Graph(
        body.name(), inputs, outputs, inlined.nodes(), inlined.initializers(), Map.of());
  }

  private static String renamed(String name, Map<String, String> names) {
    return name.isEmpty() ? "" : names.getOrDefault(name, name);
  }
}

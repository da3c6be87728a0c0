package io.blockquant.onnx.precision;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.onnx.types.ElementTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translate Cast, CastLike and BitCast from or to a low-precision type into operators of the
 * catalog.
 *
 * <p>All other casts stay with the standard operators around them. Types are followed from the
 * inputs of the graph; a cast of a value whose type is unknown here stays too, unless it says that
 * it makes a low-precision type.
 */
public final class LowPrecisionCasts {

  private static final Set<String> CASTS = Set.of("Cast", "CastLike", "BitCast");

  private final Map<String, ElementType> types;

  private LowPrecisionCasts(Map<String, ElementType> outer) {
    this.types = new HashMap<>(outer);
  }

  /**
   * Return the graph with such casts translated, those in subgraphs too.
   *
   * @param graph a graph with sorted nodes
   */
  public static Graph translate(Graph graph) {
    return new LowPrecisionCasts(Map.of()).run(graph);
  }

  private Graph run(Graph graph) {
    graph.initializers().forEach((name, tensor) -> types.put(name, tensor.elementType()));
    for (Value input : graph.inputs()) {
      if (input.type() != null) {
        types.put(input.name(), input.type().elementType());
      }
    }
    ElementTypes inference = new ElementTypes(name -> Optional.ofNullable(types.get(name)));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<ElementType> to = inference.output(node, 0);
      Node translated =
          to.filter(type -> isOurs(node, type)).map(t -> translate(node, t)).orElse(node);
      nodes.add(withBodies(translated));
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.output(i);
        inference.output(node, i).ifPresent(type -> types.put(output, type));
      }
    }
    return graph.withNodes(nodes);
  }

  private Node withBodies(Node node) {
    Attributes attributes = node.attributes();
    for (Map.Entry<String, Attribute> entry : node.attributes().asMap().entrySet()) {
      if (entry.getValue() instanceof Attribute.Subgraph body) {
        Graph changed = new LowPrecisionCasts(types).run(body.value());
        attributes = attributes.with(entry.getKey(), new Attribute.Subgraph(changed));
      }
    }
    return node.withAttributes(attributes);
  }

  private boolean isOurs(Node node, ElementType to) {
    if (!node.op().domain().equals(OpId.ONNX) || !CASTS.contains(node.op().type())) {
      return false;
    }
    ElementType from = types.get(node.input(0));
    if (node.op().type().equals("BitCast")) {
      return true; // There is nothing that ONNX Runtime could do better.
    }
    if (from == ElementType.STRING || to == ElementType.STRING) {
      return false;
    }
    return isLowPrecision(to) || (from != null && isLowPrecision(from));
  }

  private static boolean isLowPrecision(ElementType type) {
    return type.isSubByte() || type.isLowPrecisionFloat();
  }

  private static Node translate(Node node, ElementType to) {
    String operator = node.op().type().equals("BitCast") ? "BitCast" : "Cast";
    Attributes attributes = Attributes.NONE.with("to", to.onnxCode());
    for (String name : List.of("saturate", "round_mode")) {
      Optional<Attribute> given = node.attributes().find(name);
      if (given.isPresent() && operator.equals("Cast")) {
        attributes = attributes.with(name, given.get());
      }
    }
    return new Node(
        node.name(),
        new OpId(OpId.BLOCKQUANT, operator, 1),
        List.of(node.input(0)),
        node.outputs(),
        attributes,
        node.origin());
  }
}

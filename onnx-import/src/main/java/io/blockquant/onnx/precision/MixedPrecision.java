package io.blockquant.onnx.precision;

import static io.blockquant.core.dtype.ElementType.BFLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.onnx.report.Problems;
import io.blockquant.onnx.types.ElementTypes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Promote the operands of standard operators that mix FLOAT16, BFLOAT16 and FLOAT to FLOAT.
 *
 * <p>Exporters write such nodes, ONNX forbids them, and the vendor's runtime promotes. Types are
 * followed from the inputs of the graph; where they are unknown nothing is changed. What a promoted
 * operator feeds is FLOAT from there on; an output of the graph that is declared narrower gets a
 * Cast back.
 */
public final class MixedPrecision {

  private static final Set<ElementType> NARROW = Set.of(FLOAT16, BFLOAT16);

  private final Graph graph;
  private final int opset;
  private final Problems problems;
  private final Map<String, ElementType> types = new HashMap<>();
  private final Set<String> promoted = new HashSet<>();
  private final Map<String, String> casts = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  private MixedPrecision(Graph graph, int opset, Problems problems) {
    this.graph = graph;
    this.opset = opset;
    this.problems = problems;
  }

  /**
   * Return the graph with a Cast before each operand that is narrower than another of its node.
   *
   * @param graph a graph with sorted nodes
   * @param opsets the declared version of each domain
   */
  public static Graph promote(Graph graph, Map<String, Integer> opsets, Problems problems) {
    return new MixedPrecision(graph, opsets.getOrDefault(OpId.ONNX, 1), problems).run();
  }

  private Graph run() {
    graph.initializers().forEach((name, tensor) -> types.put(name, tensor.elementType()));
    for (Value input : graph.inputs()) {
      names.add(input.name());
      if (input.type() != null) {
        types.put(input.name(), input.type().elementType());
      }
    }
    names.addAll(graph.initializers().keySet());
    graph.nodes().forEach(node -> names.addAll(node.outputs()));
    ElementTypes inference = new ElementTypes(name -> Optional.ofNullable(types.get(name)));
    for (Node node : graph.nodes()) {
      Node changed = promote(node);
      nodes.add(changed);
      for (int i = 0; i < changed.outputs().size(); i++) {
        String output = changed.output(i);
        inference.output(changed, i).ifPresent(type -> types.put(output, type));
        if (promoted(changed)) {
          promoted.add(output);
        }
      }
    }
    graph.outputs().forEach(this::castBack);
    return graph.withNodes(nodes);
  }

  private boolean promoted(Node node) {
    return node.inputs().stream().anyMatch(promoted::contains);
  }

  private Node promote(Node node) {
    List<Integer> operands = OneType.inputs(node, opset);
    Set<ElementType> mixed = mixed(node, operands);
    if (mixed.size() < 2) {
      return node;
    }
    problems.warning(
        "",
        Diagnostic.warning("Onnx.MixedTypes", "the operands of a node SHOULD have one type")
            .at(Place.node(node.describe()))
            .fact("types", mixed)
            .help("nothing to do: the node computes in FLOAT"));
    if (node.op().domain().equals(OpId.BLOCKQUANT)) {
      // Quantize takes operands of any type; only the precision of its division is to be said.
      return node.withAttributes(node.attributes().with("precision", FLOAT.onnxCode()));
    }
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int operand : operands) {
      ElementType type = types.get(node.input(operand));
      if (type != null && NARROW.contains(type)) {
        inputs.set(operand, casts.computeIfAbsent(node.input(operand), this::cast));
      }
    }
    return node.withInputs(inputs);
  }

  private Set<ElementType> mixed(Node node, List<Integer> operands) {
    Set<ElementType> mixed = EnumSet.noneOf(ElementType.class);
    for (int operand : operands) {
      ElementType type = types.get(node.input(operand));
      if (type == FLOAT || (type != null && NARROW.contains(type))) {
        mixed.add(type);
      }
    }
    return mixed;
  }

  private String cast(String name) {
    String wide = fresh(name + "/FLOAT");
    nodes.add(castNode(name, wide, FLOAT));
    types.put(wide, FLOAT);
    promoted.add(wide);
    return wide;
  }

  /** The caller reads the type that the file declares, not the one that promotion made of it. */
  private void castBack(Value output) {
    ElementType declared = output.type() == null ? null : output.type().elementType();
    if (declared == null
        || !NARROW.contains(declared)
        || types.get(output.name()) != FLOAT
        || !promoted.contains(output.name())) {
      return;
    }
    String wide = fresh(output.name() + "/FLOAT");
    nodes.replaceAll(node -> rename(node, output.name(), wide));
    // Right behind its producer, because the bodies of later nodes may read the output too.
    int producer = 0;
    while (!nodes.get(producer).outputs().contains(wide)) {
      producer++;
    }
    nodes.add(producer + 1, castNode(wide, output.name(), declared));
    types.put(output.name(), declared);
  }

  private static Node rename(Node node, String from, String to) {
    if (!node.inputs().contains(from) && !node.outputs().contains(from)) {
      return node;
    }
    return new Node(
        node.name(),
        node.op(),
        node.inputs().stream().map(name -> name.equals(from) ? to : name).toList(),
        node.outputs().stream().map(name -> name.equals(from) ? to : name).toList(),
        node.attributes(),
        node.origin());
  }

  private Node castNode(String from, String to, ElementType type) {
    return new Node(
        to,
        new OpId(OpId.ONNX, "Cast", opset),
        List.of(from),
        List.of(to),
        Attributes.NONE.with("to", type.onnxCode()),
        "Cast, added by promotion");
  }

  private String fresh(String stem) {
    String name = stem;
    for (int i = 1; !names.add(name); i++) {
      name = stem + "_" + i;
    }
    return name;
  }
}

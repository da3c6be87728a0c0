package io.blockquant.onnx.sequence;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Find the values of a graph that are sequences or optionals, by the operators that make them. */
final class NonTensors {

  private static final Set<String> MAKERS =
      Set.of(
          "Optional",
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceMap",
          "SplitToSequence");

  /** The place of the first carried value among the inputs of a Loop. */
  private static final int LOOP_STATES = 2;

  private final Set<String> found = new HashSet<>();

  private NonTensors(Set<String> outer) {
    found.addAll(outer);
  }

  /** Return the names in a graph with sorted nodes. */
  static Set<String> of(Graph graph) {
    return of(graph, Set.of());
  }

  private static Set<String> of(Graph graph, Set<String> outer) {
    NonTensors values = new NonTensors(outer);
    graph.nodes().forEach(values::visit);
    return values.found;
  }

  private void visit(Node node) {
    if (!node.op().domain().equals(OpId.ONNX)) {
      return;
    }
    switch (node.op().type()) {
      case "Identity" -> noteIf(node, 0, found.contains(node.input(0)));
      case "If", "Loop" -> visitBodies(node);
      default -> {
        if (MAKERS.contains(node.op().type())) {
          node.outputs().forEach(found::add);
        }
      }
    }
  }

  private void visitBodies(Node node) {
    boolean loop = node.op().type().equals("Loop");
    for (Graph body : node.attributes().subgraphs()) {
      Set<String> known = new HashSet<>(found);
      if (loop) {
        for (int i = LOOP_STATES; i < Math.min(node.inputs().size(), body.inputs().size()); i++) {
          if (found.contains(node.input(i))) {
            known.add(body.inputs().get(i).name());
          }
        }
      }
      Set<String> inside = of(body, known);
      List<String> outputs = body.outputs().stream().map(output -> output.name()).toList();
      for (int i = 0; i < node.outputs().size(); i++) {
        int result = loop ? i + 1 : i;
        noteIf(node, i, result < outputs.size() && inside.contains(outputs.get(result)));
      }
    }
  }

  private void noteIf(Node node, int output, boolean nonTensor) {
    if (nonTensor && !node.output(output).isEmpty()) {
      found.add(node.output(output));
    }
  }
}

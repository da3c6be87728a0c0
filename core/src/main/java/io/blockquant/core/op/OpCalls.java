package io.blockquant.core.op;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.List;

/** Present the nodes of a graph to their operators, with what the graph knows of their inputs. */
public final class OpCalls {

  private OpCalls() {}

  /** Present a node of {@code graph} to its operator; see {@link OpDefinition#call}. */
  public static <A> OpCall<A> of(OpDefinition<A> definition, Graph graph, Node node) {
    return definition.call(node, operands(graph, node));
  }

  /** Return what {@code graph} knows of the inputs of a node. */
  public static List<OpCall.Operand> operands(Graph graph, Node node) {
    return node.inputs().stream().map(name -> operand(graph, name)).toList();
  }

  private static OpCall.Operand operand(Graph graph, String name) {
    if (name.isEmpty()) {
      return OpCall.Operand.ABSENT;
    }
    return new OpCall.Operand(
        name,
        graph.type(name).orElse(null),
        graph.isConstant(name) ? graph.initializer(name).orElse(null) : null);
  }
}

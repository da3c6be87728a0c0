package io.blockquant.core.graph;

import io.blockquant.core.tensor.TensorType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Print a graph as text, one line per value and node; the same graph gives the same text.
 *
 * <pre>{@code
 * graph example1(%x: FLOAT [2, 32]) -> (%y: FLOAT [2, 32]) {
 *   constant %g: FLOAT [1]
 *   %q: FLOAT4E2M1 [2, 32], %s: FLOAT8E4M3FN [2, 2] = DynamicQuantize(%x, %g) {axis = 1, ...}
 * }
 * }</pre>
 */
public final class GraphPrinter {

  private GraphPrinter() {}

  /** Return the text of a graph. */
  public static String print(Graph graph) {
    StringBuilder text = new StringBuilder("graph ").append(graph.name());
    text.append(values(graph, graph.inputs(), "(", ")"));
    text.append(" -> ").append(values(graph, graph.outputs(), "(", ")")).append(" {\n");
    graph.initializers().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(entry ->
            text.append("  constant %")
                .append(entry.getKey())
                .append(": ")
                .append(entry.getValue().type())
                .append('\n'));
    for (Node node : graph.nodes()) {
      text.append("  ").append(print(graph, node)).append('\n');
    }
    return text.append("}\n").toString();
  }

  private static String print(Graph graph, Node node) {
    String outputs =
        node.outputs().stream()
            .map(name -> name.isEmpty() ? "_" : typed(graph, name))
            .collect(Collectors.joining(", "));
    String inputs =
        node.inputs().stream()
            .map(name -> name.isEmpty() ? "_" : "%" + name)
            .collect(Collectors.joining(", ", "(", ")"));
    String attributes = node.attributes().asMap().isEmpty() ? "" : " " + node.attributes();
    return outputs + " = " + node.op().displayName() + inputs + attributes;
  }

  private static String values(Graph graph, List<Value> values, String open, String close) {
    return values.stream()
        .map(value -> value.type() == null ? typed(graph, value.name()) : value.toString())
        .collect(Collectors.joining(", ", open, close));
  }

  private static String typed(Graph graph, String name) {
    return "%" + name + graph.type(name).map(TensorType::toString).map(": "::concat).orElse("");
  }
}

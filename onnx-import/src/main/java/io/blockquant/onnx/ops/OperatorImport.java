package io.blockquant.onnx.ops;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.AttributeKindException;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.report.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Translate the quantizing operators of a file into those of the catalog. */
public final class OperatorImport {

  private OperatorImport() {}

  /**
   * Return the graph with its quantizing nodes translated and its Constant nodes as initializers.
   *
   * <p>Those in subgraphs that quantize too; constants around a subgraph count as constants in it.
   *
   * @param graph the graph as the file writes it, its nodes sorted
   * @param scaleRounding {@code up} or {@code floor}, for recipes with FLOAT8E8M0 scales (R4)
   */
  public static Graph apply(Graph graph, Problems problems, String scaleRounding) {
    return apply(graph, problems, scaleRounding, null);
  }

  private static Graph apply(
      Graph graph, Problems problems, String scaleRounding, @Nullable ImportScope outer) {
    ImportScope scope = new ImportScope(graph, problems, scaleRounding, outer);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      try {
        for (Node converted : OpImporters.of(node).convert(node, scope)) {
          nodes.add(withBodies(converted, body -> apply(body, problems, scaleRounding, scope)));
        }
      } catch (BlockquantException e) {
        problems.errors(e);
      } catch (AttributeKindException e) {
        problems.error(
            Diagnostic.error("Onnx.Attribute", "an attribute MUST be of its declared kind")
                .at(Place.node(node.describe()))
                .fact("attribute", e.attribute())
                .fact("expected", e.expected())
                .fact("found", e.found())
                .help("write the attribute as " + e.expected()));
      }
    }
    scope.dropUnread(nodes, graph.outputs());
    return graph.withNodes(nodes).withInitializers(scope.initializers());
  }

  private static Node withBodies(Node node, UnaryOperator<Graph> change) {
    Attributes attributes = node.attributes();
    for (Map.Entry<String, Attribute> entry : node.attributes().asMap().entrySet()) {
      if (entry.getValue() instanceof Attribute.Subgraph body && quantizes(body.value())) {
        attributes =
            attributes.with(entry.getKey(), new Attribute.Subgraph(change.apply(body.value())));
      }
    }
    return node.withAttributes(attributes);
  }

  /** A body without quantizing nodes stays as it is: ONNX Runtime runs it as a whole. */
  private static boolean quantizes(Graph body) {
    return body.nodes().stream()
        .anyMatch(node ->
            OpImporters.isQuantizing(node)
                || node.attributes().subgraphs().stream().anyMatch(OperatorImport::quantizes));
  }
}

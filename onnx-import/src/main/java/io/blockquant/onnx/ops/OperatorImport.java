package io.blockquant.onnx.ops;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.AttributeKindException;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.onnx.report.Problems;
import java.util.ArrayList;
import java.util.List;

/** Translate the quantizing operators of a file into those of the catalog. */
public final class OperatorImport {

  private OperatorImport() {}

  /**
   * Return the graph with its quantizing nodes translated and its Constant nodes as initializers.
   *
   * <p>Nodes of subgraphs stay as they are.
   *
   * @param graph the graph as the file writes it, its nodes sorted
   * @param scaleRounding {@code up} or {@code floor}, for recipes with FLOAT8E8M0 scales (R4)
   */
  public static Graph apply(Graph graph, Problems problems, String scaleRounding) {
    ImportScope scope = new ImportScope(graph, problems, scaleRounding);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      try {
        nodes.addAll(OpImporters.of(node).convert(node, scope));
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
}

package io.blockquant.onnx.ops;

import io.blockquant.core.graph.Node;
import java.util.List;

/** Import one operator of a file. */
@FunctionalInterface
interface OpImporter {

  /**
   * Return the nodes that stand for a node of the file; none where a constant does.
   *
   * @throws io.blockquant.core.diag.BlockquantException if the node cannot be imported
   */
  List<Node> convert(Node node, ImportScope scope);
}

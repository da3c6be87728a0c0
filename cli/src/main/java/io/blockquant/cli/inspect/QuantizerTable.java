package io.blockquant.cli.inspect;

import io.blockquant.cli.table.Table;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;

/** Tables the nodes of the catalog with their attributes. */
final class QuantizerTable {

  private QuantizerTable() {}

  static Table of(Graph graph) {
    Table table = new Table("quantizing_nodes", "node", "operator", "written_as", "attributes");
    for (Node node : graph.nodes()) {
      if (node.op().domain().equals(OpId.BLOCKQUANT)) {
        String name = node.name().isEmpty() ? node.output(0) : node.name();
        table.row(name, node.op().type(), node.origin(), node.attributes().toString());
      }
    }
    return table;
  }
}

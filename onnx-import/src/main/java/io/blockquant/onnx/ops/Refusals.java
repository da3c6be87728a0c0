package io.blockquant.onnx.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.util.List;

/** Decide on the nodes that no importer translates. */
final class Refusals {

  /** Keep the node as it is: a backend knows it, or says that it does not. */
  static final OpImporter OPAQUE = (node, scope) -> List.of(node);

  static final OpImporter UNKNOWN_OPERATOR =
      (node, scope) -> {
        throw Diagnostic.error("Onnx.UnknownOperator", "an operator MUST be a known one")
            .at(Place.node(node.describe()))
            .fact("found", "unknown operator " + node.origin())
            .help("check the name, or export the model without this plugin")
            .asException();
      };

  static final OpImporter UNFINISHED_EXPORT =
      (node, scope) -> {
        throw Diagnostic.error("Onnx.UnfinishedExport", "a model MUST be exported to its end")
            .at(Place.node(node.describe()))
            .fact("found", node.op().type() + ", a quantizer's placeholder and not an operator")
            .help(
                "finish the export: let the quantizer replace "
                    + node.op().type()
                    + " by FLOAT4E2M1 weights and their scales (Model-Optimizer: fp4qdq_to_2dq)")
            .asException();
      };

  private Refusals() {}
}

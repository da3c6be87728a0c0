package io.blockquant.onnx.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Read constant UINT8 scales as the FLOAT8E8M0 codes that exporters mean by them. */
final class ScaleBytes {

  private static final int SCALE = 1;

  private ScaleBytes() {}

  /** Replace the scale among {@code inputs} if it is constant and UINT8. */
  static void readAsE8m0(Node node, List<String> inputs, ImportScope scope) {
    Optional<Tensor> scale = scope.constant(node.input(SCALE));
    if (scale.isEmpty() || scale.get().elementType() != ElementType.UINT8) {
      return;
    }
    scope
        .problems()
        .warning(
            node.origin(),
            Diagnostic.warning("Onnx.ScaleBytes", "scales of MXFP8 SHOULD be FLOAT8E8M0")
                .at(Place.node(node.describe()).atTensor("input 1 '" + node.input(SCALE) + "'"))
                .fact("found", scale.get())
                .help("nothing to do: the bytes are read as FLOAT8E8M0"));
    inputs.set(
        SCALE,
        scope.view(node.input(SCALE), "FLOAT8E8M0", scale.get().bitcast(ElementType.FLOAT8E8M0)));
  }
}

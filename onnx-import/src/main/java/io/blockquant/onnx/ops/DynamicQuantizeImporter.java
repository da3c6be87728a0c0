package io.blockquant.onnx.ops;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Node;

/** Import the operators that compute scales from their input. */
final class DynamicQuantizeImporter {

  private static final String OPERATOR = "DynamicQuantize";

  static final OpImporter NVFP4 =
      (node, scope) -> {
        requireScaleType(node, FLOAT8E4M3FN);
        return new Translation(node, scope)
            .copy("axis", 1)
            .copy("block_size", 16)
            .ignore("scale_type")
            .set("output_type", FLOAT4E2M1.onnxCode())
            .set("scale_type", FLOAT8E4M3FN.onnxCode())
            .as(OPERATOR);
      };

  static final OpImporter MXFP8 =
      (node, scope) ->
          // Exporters write output_dtype, but there is only one type that fits.
          new Translation(node, scope)
              .copy("axis", -1)
              .copy("block_size", 32)
              .ignore("output_dtype")
              .set("output_type", FLOAT8E4M3FN.onnxCode())
              .set("scale_type", FLOAT8E8M0.onnxCode())
              .set("scale_rounding", scope.scaleRounding())
              .as(OPERATOR);

  static final OpImporter BLOCKS =
      (node, scope) -> {
        Translation translation =
            new Translation(node, scope)
                .copy("block_shape")
                .copy("output_type")
                .copy("scale_type", FLOAT.onnxCode());
        if (node.attributes().integer("scale_type", FLOAT.onnxCode()) == FLOAT8E8M0.onnxCode()) {
          translation.set("scale_rounding", scope.scaleRounding());
        }
        return translation.as(OPERATOR);
      };

  private DynamicQuantizeImporter() {}

  private static void requireScaleType(Node node, ElementType expected) {
    long found = node.attributes().integer("scale_type", expected.onnxCode());
    if (found != expected.onnxCode()) {
      throw Diagnostic.error("Onnx.ScaleType", "this operator MUST have scales of its own type")
          .at(Place.node(node.describe()))
          .fact("expected", "scale_type " + expected + " (" + expected.onnxCode() + ")")
          .fact("found", "scale_type " + name(found))
          .help("set scale_type to " + expected.onnxCode() + ", or use TRT_DynamicQuantize")
          .asException();
    }
  }

  private static String name(long code) {
    return ElementType.fromOnnxCode(Math.clamp(code, 0, Integer.MAX_VALUE))
        .map(type -> code + " (" + type + ")")
        .orElse(code + " (no element type)");
  }
}

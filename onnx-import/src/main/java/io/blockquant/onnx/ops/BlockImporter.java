package io.blockquant.onnx.ops;

import io.blockquant.core.dtype.ElementType;
import java.util.ArrayList;
import java.util.List;

/** Import the operators whose blocks extend in every dimension. */
final class BlockImporter {

  static final OpImporter QUANTIZE =
      (node, scope) -> {
        Translation translation =
            new Translation(node, scope)
                .copy("block_shape")
                .copy("output_dtype", "output_type")
                .set("precision", ElementType.FLOAT.onnxCode());
        if (!translation.has("output_type")) {
          translation.set("output_type", ElementType.FLOAT8E4M3FN.onnxCode());
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        ScaleBytes.readAsE8m0(node, inputs, scope);
        return translation.as("Quantize", inputs);
      };

  static final OpImporter DEQUANTIZE =
      (node, scope) -> {
        List<String> inputs = new ArrayList<>(node.inputs());
        ScaleBytes.readAsE8m0(node, inputs, scope);
        return new Translation(node, scope)
            .copy("block_shape")
            .copy("output_dtype", "output_type")
            .as("Dequantize", inputs);
      };

  private BlockImporter() {}
}

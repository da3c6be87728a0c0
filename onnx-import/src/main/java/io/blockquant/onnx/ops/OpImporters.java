package io.blockquant.onnx.ops;

import static java.util.Map.entry;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.Map;
import java.util.Set;

/** List the operators that do not stay as the file writes them: one line each. */
final class OpImporters {

  /** Quantizing operators, by name whatever the domain: files write "trt", "trt.plugins", "". */
  private static final Map<String, OpImporter> ANY_DOMAIN =
      Map.ofEntries(
          entry("TRT_FP4DynamicQuantize", DynamicQuantizeImporter.NVFP4),
          entry("TRT_MXFP8DynamicQuantize", DynamicQuantizeImporter.MXFP8),
          entry("TRT_DynamicQuantize", DynamicQuantizeImporter.BLOCKS),
          entry("TRT_BlockQuantize", BlockImporter.QUANTIZE),
          entry("TRT_BlockDequantize", BlockImporter.DEQUANTIZE),
          entry("TRT_FP8QuantizeLinear", LinearImporter.quantize(ElementType.FLOAT8E4M3FN)),
          entry("TRT_FP8DequantizeLinear", LinearImporter.dequantize()),
          entry("TRT_INT4QuantizeLinear", LinearImporter.quantize(ElementType.INT4)),
          entry("TRT_INT4DequantizeLinear", LinearImporter.dequantize()),
          entry("TRT_MXFP8QuantizeLinear", LinearImporter.quantize(ElementType.FLOAT8E4M3FN)),
          entry("TRT_MXFP8DequantizeLinear", LinearImporter.dequantize()),
          entry("TRT_FP4QDQ", Refusals.UNFINISHED_EXPORT),
          entry("QuantizeLinear", LinearImporter.quantize()),
          entry("DequantizeLinear", LinearImporter.dequantize()));

  /** Catalog operators as the writer names them where no other operator says what they mean. */
  private static final Set<String> OWN =
      Set.of("DynamicQuantize", "Quantize", "Dequantize", "Cast", "BitCast");

  /** Standard operators that only move constants around. */
  private static final Map<String, OpImporter> STANDARD =
      Map.of(
          "Constant", ConstantImporter.CONSTANT,
          "Identity", ConstantImporter.IDENTITY,
          "Cast", ConstantImporter.CAST);

  private OpImporters() {}

  /** Return what imports a node; a node that nobody here knows stays opaque or is refused. */
  static OpImporter of(Node node) {
    if (node.op().domain().equals(OpId.BLOCKQUANT)) {
      return OWN.contains(node.op().type()) && node.op().version() == 1
          ? Refusals.OPAQUE
          : Refusals.UNKNOWN_OPERATOR;
    }
    OpImporter quantizing = ANY_DOMAIN.get(node.op().type());
    if (quantizing != null) {
      return quantizing;
    }
    if (isTensorRt(node)) {
      return Refusals.UNKNOWN_OPERATOR;
    }
    return node.op().domain().equals(OpId.ONNX)
        ? STANDARD.getOrDefault(node.op().type(), Refusals.OPAQUE)
        : Refusals.OPAQUE;
  }

  /** Tell whether a node quantizes or dequantizes, whatever its domain. */
  static boolean isQuantizing(Node node) {
    return ANY_DOMAIN.containsKey(node.op().type())
        || isTensorRt(node)
        || node.op().domain().equals(OpId.BLOCKQUANT);
  }

  /** Tell whether a node uses TensorRT's operators, which no backend runs under their names. */
  static boolean isTensorRt(Node node) {
    String domain = node.op().domain();
    return node.op().type().startsWith("TRT_") || domain.equals("trt") || domain.startsWith("trt.");
  }
}

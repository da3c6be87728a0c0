package io.blockquant.onnx.precision;

import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Tell which inputs of a standard operator must have one type. */
final class OneType {

  private static final Set<String> ALL_INPUTS =
      Set.of(
          "Add",
          "BatchNormalization",
          "Concat",
          "Conv",
          "ConvTranspose",
          "Div",
          "Einsum",
          "Equal",
          "Gemm",
          "Greater",
          "GreaterOrEqual",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "Less",
          "LessOrEqual",
          "MatMul",
          "Max",
          "Mean",
          "Min",
          "Mod",
          "Mul",
          "PRelu",
          "Range",
          "Sub",
          "Sum");

  private static final Map<String, List<Integer>> SOME_INPUTS =
      Map.of(
          "Clip", List.of(0, 1, 2),
          "Pad", List.of(0, 2),
          "ScatterElements", List.of(0, 2),
          "ScatterND", List.of(0, 2),
          "Where", List.of(1, 2));

  /** From this opset on, the scale of QuantizeLinear has a type of its own. */
  private static final int OWN_SCALE_TYPE = 23;

  private OneType() {}

  /** TensorRT's operators say their precision already. */
  private static boolean isStandardQuantize(Node node) {
    return node.op().domain().equals(OpId.BLOCKQUANT)
        && node.op().type().equals("Quantize")
        && !node.attributes().has("precision");
  }

  /**
   * Return the indices of those inputs; none for an operator that is not known here.
   *
   * @param opset the declared version of the standard operators
   */
  static List<Integer> inputs(Node node, int opset) {
    if (isStandardQuantize(node) && opset < OWN_SCALE_TYPE) {
      return List.of(0, 1);
    }
    if (!node.op().domain().equals(OpId.ONNX)) {
      return List.of();
    }
    List<Integer> candidates =
        ALL_INPUTS.contains(node.op().type())
            ? IntStream.range(0, node.inputs().size()).boxed().toList()
            : SOME_INPUTS.getOrDefault(node.op().type(), List.of());
    return candidates.stream().filter(node::hasInput).toList();
  }
}

package io.blockquant.onnx.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Import QuantizeLinear and DequantizeLinear of every opset, and TensorRT's kin of them. */
final class LinearImporter {

  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;

  private LinearImporter() {}

  /** Import QuantizeLinear, whose zero point or attribute says the output type. */
  static OpImporter quantize() {
    return (node, scope) -> quantize(node, scope, null);
  }

  /** Import an operator that is QuantizeLinear to one type. */
  static OpImporter quantize(ElementType preset) {
    return (node, scope) -> quantize(node, scope, preset);
  }

  /** Import DequantizeLinear; the operators for one type differ in name only. */
  static OpImporter dequantize() {
    return (node, scope) -> {
      warnOfNewerTypes(node, scope);
      return new Translation(node, scope)
          .newer("axis", 13)
          .newer("block_size", 21)
          .newer("output_dtype", 23)
          .copy("axis")
          .copyUnlessZero("block_size", "block_size")
          .copyUnlessZero("output_dtype", "output_type")
          .as("Dequantize", inputs(node, scope));
    };
  }

  private static List<Node> quantize(Node node, ImportScope scope, @Nullable ElementType preset) {
    Translation translation =
        new Translation(node, scope)
            .newer("axis", 13)
            .newer("saturate", 19)
            .newer("block_size", 21)
            .newer("output_dtype", 21)
            .newer("precision", 23)
            .copy("axis")
            .copyUnlessZero("block_size", "block_size")
            .copyUnlessZero("output_dtype", "output_type")
            .copyUnlessZero("precision", "precision")
            .copy("saturate");
    if (preset != null) {
      requirePreset(node, preset);
      translation.set("output_type", preset.onnxCode());
    }
    // The standard divides in the type of the scale where precision says nothing, TensorRT in
    // FLOAT.
    if (OpImporters.isTensorRt(node) && !translation.has("precision")) {
      translation.set("precision", ElementType.FLOAT.onnxCode());
    }
    return translation.as("Quantize", inputs(node, scope));
  }

  private static void requirePreset(Node node, ElementType preset) {
    OptionalLong declared = node.attributes().integer("output_dtype");
    if (declared.orElse(0) != 0 && declared.getAsLong() != preset.onnxCode()) {
      throw Diagnostic.error("Onnx.OutputType", "this operator MUST quantize to its own type")
          .at(Place.node(node.describe()))
          .fact("expected", "output_dtype " + preset.onnxCode() + " (" + preset + ")")
          .fact("found", "output_dtype " + declared.getAsLong())
          .help("remove output_dtype, or use QuantizeLinear")
          .asException();
    }
  }

  private static List<String> inputs(Node node, ImportScope scope) {
    List<String> inputs = new ArrayList<>(node.inputs());
    if (node.op().type().startsWith("TRT_MXFP8")) {
      ScaleBytes.readAsE8m0(node, inputs, scope);
    }
    Optional<Tensor> scale = scope.constant(node.input(SCALE));
    Optional<Tensor> zeroPoint = scope.constant(node.input(ZERO_POINT));
    if (scale.isPresent() && zeroPoint.isPresent()) {
      Tensor reshaped = zeroPoint.get();
      if (reshaped.elementCount() == 1
          && scale.get().elementCount() == 1
          && !reshaped.shape().equals(scale.get().shape())) {
        warnOfShape(node, scale.get(), reshaped, scope);
        inputs.set(
            ZERO_POINT,
            scope.view(
                node.input(ZERO_POINT),
                "rank" + scale.get().shape().rank(),
                reshaped.reshape(scale.get().shape())));
      }
    }
    return inputs;
  }

  private static void warnOfShape(Node node, Tensor scale, Tensor zeroPoint, ImportScope scope) {
    scope
        .problems()
        .warning(
            node.origin(),
            Diagnostic.warning("Onnx.ZeroPointShape", "a zero point SHOULD have its scale's shape")
                .at(Place.node(node.describe()))
                .fact("scale", scale)
                .fact("zero point", zeroPoint)
                .help("nothing to do: both have one element"));
  }

  private static void warnOfNewerTypes(Node node, ImportScope scope) {
    Optional<Tensor> data = scope.constant(node.input(0));
    if (data.isEmpty() || !node.op().domain().equals(OpId.ONNX)) {
      return;
    }
    int since = since(data.get().elementType());
    if (node.op().version() < since) {
      scope
          .problems()
          .warning(
              data.get().elementType().name(),
              Diagnostic.warning("Onnx.NewerType", "a type SHOULD belong to the declared opset")
                  .at(Place.node(node.describe()).atTensor("input 0 '" + node.input(0) + "'"))
                  .fact("type", data.get().elementType())
                  .fact("opset declared", node.op().version())
                  .fact("opset needed", since)
                  .help("nothing to do: it is read as in opset " + since));
    }
  }

  /** Return the first opset whose DequantizeLinear takes a type. */
  private static int since(ElementType type) {
    return switch (type) {
      case FLOAT6E2M3, FLOAT6E3M2 -> 28;
      case INT2, UINT2 -> 25;
      case FLOAT4E2M1 -> 23;
      case INT4, UINT4, INT16, UINT16 -> 21;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ -> 19;
      default -> 10;
    };
  }
}

package io.blockquant.core.ops.dequantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.op.AttributeSpec;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.Formal;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.Rule;
import io.blockquant.core.op.Violation;
import io.blockquant.core.ops.scaling.QuantizedTypes;
import io.blockquant.core.ops.scaling.ScalingAttributes;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Define Dequantize: multiply codes by a given scale. */
public final class Dequantize {

  /** The operator. */
  public static final OpId ID = new OpId(OpId.BLOCKQUANT, "Dequantize", 1);

  /** The types of y. */
  public static final List<ElementType> OUTPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  /** The definition. */
  public static final OpDefinition<DequantizeAttributes> DEFINITION =
      new OpDefinition<>(
          ID,
          "Multiply codes by a given scale.",
          List.of(
              Formal.required("q", QuantizedTypes.READ, "The codes."),
              Formal.required("scale", ScalingConstraints.SCALES, "What they are multiplied by."),
              Formal.optional(
                  "zero_point",
                  QuantizedTypes.READ,
                  "What is subtracted from a code; 0 if absent.")),
          List.of(Formal.required("y", OUTPUTS, "The values, in the shape of q.")),
          List.of(
              new AttributeSpec(
                  ScalingAttributes.AXIS, "INT", "1", "The axis of scales per axis or of blocks."),
              new AttributeSpec(
                  ScalingAttributes.BLOCK_SIZE,
                  "INT",
                  "0",
                  "Elements per 1D block; 0: read off the shapes. The last block may be partial."),
              new AttributeSpec(
                  ScalingAttributes.BLOCK_SHAPE,
                  "INTS",
                  "1D blocks",
                  "Extents of a block, one per dimension; -1 is the whole dimension."),
              new AttributeSpec(
                  ScalingAttributes.OUTPUT_TYPE,
                  "INT",
                  "the type of scale; FLOAT where that is FLOAT8E8M0 or INT32",
                  "ONNX type of y.")),
          DequantizeAttributes::read,
          List.of(
              new Constraint<>(
                  "T1", "q MUST be of a low-precision type or INT32", Dequantize::inputType),
              ScalingConstraints.granularity(DequantizeAttributes::scaling),
              ScalingConstraints.blocks(DequantizeAttributes::scaling),
              ScalingConstraints.factors(),
              ScalingConstraints.zeroPoints(call -> call.elementType(0)),
              new Constraint<>(
                  "Q5",
                  "the type of y MUST be FLOAT, FLOAT16 or BFLOAT16",
                  Dequantize::outputType)),
          List.of(
              new Rule(
                  "Q6",
                  "Double quantization is two chained Dequantize: the scale by its global scale,"
                      + " then the data by the result."),
              new Rule(
                  "Q8",
                  "y = (q - zero_point) * scale in float32, rounded once to the output type;"
                      + " integer differences are exact before they become float32.")),
          Dequantize::inferTypes,
          DequantizeReference::evaluate);

  private Dequantize() {}

  /** Describe a node whose output has the type of the scale. */
  public static NodeSpec dequantize(Value q, Value scale) {
    return NodeSpec.of(ID, 1, Attributes.NONE, q, scale);
  }

  /** Describe a node; attributes that are not the defaults follow by {@code with}. */
  public static NodeSpec dequantize(Value q, Value scale, ElementType outputType) {
    return dequantize(q, scale).with(ScalingAttributes.OUTPUT_TYPE, outputType.onnxCode());
  }

  /** Return the type of y of a call, where it is known (Q5). */
  public static Optional<ElementType> typeOfY(OpCall<DequantizeAttributes> call) {
    OptionalLong given = call.attributes().outputType();
    if (given.isPresent() && given.getAsLong() != 0) {
      long code = given.getAsLong();
      return code == (int) code ? ElementType.fromOnnxCode((int) code) : Optional.empty();
    }
    return call.elementType(1).map(scale -> OUTPUTS.contains(scale) ? scale : ElementType.FLOAT);
  }

  private static List<TensorType> inferTypes(OpCall<DequantizeAttributes> call) {
    ElementType y = typeOfY(call).orElse(ElementType.FLOAT);
    return List.of(
        call.type(0).map(q -> q.withElementType(y)).orElseGet(() -> TensorType.ofUnknownRank(y)));
  }

  private static Optional<Violation> inputType(OpCall<DequantizeAttributes> call) {
    return call.elementType(0)
        .filter(type -> !QuantizedTypes.READ.contains(type))
        .map(type ->
            Violation.error("dequantize codes, not values")
                .at(call.describeInput(0))
                .with("expected", QuantizedTypes.READ)
                .with("found", type));
  }

  private static Optional<Violation> outputType(OpCall<DequantizeAttributes> call) {
    boolean unknownYet = call.attributes().outputType().isEmpty() && call.elementType(1).isEmpty();
    Optional<ElementType> type = typeOfY(call);
    if (type.map(OUTPUTS::contains).orElse(unknownYet)) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("write one of these types as output_type")
            .with("expected", OUTPUTS)
            .with(
                "found",
                type.map(Enum::name)
                    .orElse(call.attributes().outputType().orElse(0) + " (no ONNX type)")));
  }
}

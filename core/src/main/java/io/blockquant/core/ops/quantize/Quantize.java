package io.blockquant.core.ops.quantize;

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

/** Define Quantize: divide x by a given scale and convert to a low-precision type. */
public final class Quantize {

  /** The operator. */
  public static final OpId ID = new OpId(OpId.BLOCKQUANT, "Quantize", 1);

  /** The types of x. */
  public static final List<ElementType> INPUTS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.INT32);

  private static final List<ElementType> PRECISIONS =
      List.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  /** The definition. */
  public static final OpDefinition<QuantizeAttributes> DEFINITION =
      new OpDefinition<>(
          ID,
          "Divide x by a given scale and convert the quotient to a low-precision type.",
          List.of(
              Formal.required("x", INPUTS, "The tensor to quantize."),
              Formal.required("scale", ScalingConstraints.SCALES, "What x is divided by."),
              Formal.optional(
                  "zero_point",
                  QuantizedTypes.WRITTEN,
                  "What is added to the rounded quotient; 0 if absent.")),
          List.of(Formal.required("y", QuantizedTypes.WRITTEN, "The codes, in the shape of x.")),
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
                  "the type of zero_point, else UINT8",
                  "ONNX type of y."),
              new AttributeSpec(
                  QuantizeAttributes.PRECISION,
                  "INT",
                  "the type of scale, FLOAT where that is no float",
                  "ONNX type that operands and quotient are rounded to."),
              new AttributeSpec(
                  QuantizeAttributes.SATURATE,
                  "INT",
                  "1",
                  "0: FP8 overflow gives NaN, or Inf in E5M2, after rounding.")),
          QuantizeAttributes::read,
          List.of(
              new Constraint<>(
                  "T1", "x MUST be FLOAT, FLOAT16, BFLOAT16 or INT32", Quantize::inputType),
              new Constraint<>(
                  "T2",
                  "the type of y MUST be a low-precision type and that of zero_point",
                  Quantize::outputType),
              new Constraint<>(
                  "T3", "precision MUST be FLOAT, FLOAT16 or BFLOAT16", Quantize::precision),
              ScalingConstraints.granularity(QuantizeAttributes::scaling),
              ScalingConstraints.blocks(QuantizeAttributes::scaling),
              ScalingConstraints.divisors(),
              ScalingConstraints.zeroPoints(Quantize::typeOfY)),
          List.of(
              new Rule(
                  "F1",
                  "Rounding is to nearest, ties to even; subnormals are kept, never flushed."),
              new Rule(
                  "F3",
                  "Conversions saturate; NaN becomes NaN where the type has one, else the largest"
                      + " positive code, and 0 plus the zero point for integers."),
              new Rule(
                  "F4", "Codes narrower than a byte are packed row-major, the first one lowest."),
              new Rule(
                  "Q7",
                  "y = saturate(RNE(x / scale) + zero_point): round, then add, then clamp; the"
                      + " quotient is rounded to the precision first. The zero of a zero point is"
                      + " added in FLOAT4E2M1 and FLOAT6, where it makes +0 of -0, and not in FP8.")),
          Quantize::inferTypes,
          QuantizeReference::evaluate);

  private Quantize() {}

  /** Describe a node; attributes that are not the defaults follow by {@code with}. */
  public static NodeSpec quantize(Value x, Value scale, ElementType outputType) {
    return NodeSpec.of(ID, 1, Attributes.NONE, x, scale)
        .with(ScalingAttributes.OUTPUT_TYPE, outputType.onnxCode());
  }

  /** Return the type of y of a call, where it is known. */
  public static Optional<ElementType> typeOfY(OpCall<QuantizeAttributes> call) {
    OptionalLong given = call.attributes().outputType();
    if (given.isPresent() && given.getAsLong() != 0) {
      return element(given.getAsLong());
    }
    return call.has(2) ? call.elementType(2) : Optional.of(ElementType.UINT8);
  }

  private static List<TensorType> inferTypes(OpCall<QuantizeAttributes> call) {
    ElementType y = typeOfY(call).orElse(ElementType.UINT8);
    return List.of(
        call.type(0).map(x -> x.withElementType(y)).orElseGet(() -> TensorType.ofUnknownRank(y)));
  }

  private static Optional<Violation> inputType(OpCall<QuantizeAttributes> call) {
    return call.elementType(0)
        .filter(type -> !INPUTS.contains(type))
        .map(type ->
            Violation.error("cast x to FLOAT before this node")
                .at(call.describeInput(0))
                .with("expected", INPUTS)
                .with("found", type));
  }

  private static Optional<Violation> outputType(OpCall<QuantizeAttributes> call) {
    Optional<ElementType> type = typeOfY(call);
    boolean unknownYet = call.has(2) && call.elementType(2).isEmpty();
    if (type.map(QuantizedTypes.WRITTEN::contains).orElse(unknownYet)) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("write one of these types as output_type")
            .with("expected", QuantizedTypes.WRITTEN)
            .with(
                "found",
                type.map(Enum::name)
                    .orElse(call.attributes().outputType().orElse(0) + " (no ONNX type)")));
  }

  private static Optional<Violation> precision(OpCall<QuantizeAttributes> call) {
    long given = call.attributes().precision().orElse(0);
    if (given == 0 || element(given).filter(PRECISIONS::contains).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("divide in one of these types")
            .with("expected", PRECISIONS)
            .with("found", element(given).map(Enum::name).orElse(given + " (no ONNX type)")));
  }

  private static Optional<ElementType> element(long code) {
    return code == (int) code ? ElementType.fromOnnxCode((int) code) : Optional.empty();
  }
}

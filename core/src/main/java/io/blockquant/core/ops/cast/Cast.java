package io.blockquant.core.ops.cast;

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
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Define Cast: convert each element to another type. */
public final class Cast {

  /** The operator. */
  public static final OpId ID = new OpId(OpId.BLOCKQUANT, "Cast", 1);

  /** The types that are converted from and to: all but text and complex numbers. */
  public static final List<ElementType> NUMERIC =
      Stream.of(ElementType.values()).filter(Cast::isNumeric).toList();

  /** The definition. */
  public static final OpDefinition<CastAttributes> DEFINITION =
      new OpDefinition<>(
          ID,
          "Convert each element to another type.",
          List.of(Formal.required("x", NUMERIC, "The tensor to convert.")),
          List.of(Formal.required("y", NUMERIC, "The converted elements, in the shape of x.")),
          List.of(
              new AttributeSpec(CastAttributes.TO, "INT", "an error", "ONNX type of y."),
              new AttributeSpec(
                  CastAttributes.SATURATE,
                  "INT",
                  "1",
                  "0: what lies beyond the range of FP8 or FLOAT8E8M0 becomes NaN, or Inf in"
                      + " FLOAT8E5M2, after rounding."),
              new AttributeSpec(
                  CastAttributes.ROUND_MODE,
                  "STRING",
                  "up",
                  "How FLOAT8E8M0 is rounded: up, down, or nearest with ties up.")),
          CastAttributes::read,
          List.of(
              new Constraint<>("T1", "to MUST number a numeric element type", Cast::outputType),
              new Constraint<>("T2", "round_mode MUST be up, down or nearest", Cast::roundingMode)),
          List.of(
              new Rule(
                  "F1",
                  "Rounding to a float type is to nearest, ties to even; subnormals are kept, never"
                      + " flushed. There is one rounding, from the exact value of x."),
              new Rule(
                  "F3",
                  "Quantized floats saturate, infinities included; NaN stays NaN where the type has"
                      + " one and becomes the code of -0 in FLOAT4E2M1 and FLOAT6. FLOAT16, BFLOAT16,"
                      + " FLOAT and DOUBLE overflow to infinity."),
              new Rule(
                  "F4", "Codes narrower than a byte are packed row-major, the first one lowest."),
              new Rule(
                  "F5",
                  "FLOAT8E8M0 takes the power of two that round_mode says; negative numbers become"
                      + " NaN, and zero the smallest power, or NaN where saturate is 0."),
              new Rule(
                  "K1",
                  "A float becomes an integer by dropping its fraction; NaN becomes 0. What lies beyond"
                      + " the range of a type becomes its end; types narrower than a byte keep the"
                      + " low bits of the INT32, as the published cases do."),
              new Rule(
                  "K2",
                  "An integer becomes a narrower one by dropping its high bits; BOOL counts as 0 or"
                      + " 1, and what is not zero, NaN included, becomes true.")),
          Cast::inferTypes,
          CastReference::evaluate);

  private Cast() {}

  /** Describe a node; attributes that are not the defaults follow by {@code with}. */
  public static NodeSpec cast(Value x, ElementType to) {
    return NodeSpec.of(ID, 1, Attributes.NONE, x).with(CastAttributes.TO, to.onnxCode());
  }

  private static boolean isNumeric(ElementType type) {
    return switch (type.kind()) {
      case FLOATING, SIGNED_INTEGER, UNSIGNED_INTEGER, BOOLEAN -> true;
      case COMPLEX, STRING -> false;
    };
  }

  private static List<TensorType> inferTypes(OpCall<CastAttributes> call) {
    ElementType y = call.attributes().type().orElseThrow();
    return List.of(
        call.type(0).map(x -> x.withElementType(y)).orElseGet(() -> TensorType.ofUnknownRank(y)));
  }

  private static Optional<Violation> outputType(OpCall<CastAttributes> call) {
    Optional<ElementType> type = call.attributes().type();
    return type.filter(NUMERIC::contains).isPresent()
        ? Optional.empty()
        : Optional.of(
            Violation.error("write one of these types as to")
                .with("expected", NUMERIC)
                .with(
                    "found",
                    type.map(Enum::name).orElse(call.attributes().to() + " (no ONNX type)")));
  }

  private static Optional<Violation> roundingMode(OpCall<CastAttributes> call) {
    return call.attributes().rounding().isPresent()
        ? Optional.empty()
        : Optional.of(
            Violation.error("write one of these words as round_mode")
                .with("expected", "up, down or nearest")
                .with("found", "'" + call.attributes().roundMode() + "'"));
  }
}

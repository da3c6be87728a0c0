package io.blockquant.core.ops.quantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.ops.scaling.ScalingAttributes;
import java.util.OptionalLong;

/**
 * Hold the attributes of a Quantize node as they were given; the constraints judge them.
 *
 * @param scaling which elements share a scale
 * @param outputType ONNX number of the type of y; absent: the zero point's, else UINT8
 * @param precision ONNX number of the type that x / scale is rounded to; absent: the scale's
 * @param saturate whether FP8 saturates; every other type always does
 */
public record QuantizeAttributes(
    ScalingAttributes scaling, OptionalLong outputType, OptionalLong precision, boolean saturate) {

  /** Name of the attribute {@code precision}. */
  public static final String PRECISION = "precision";

  /** Name of the attribute {@code saturate}. */
  public static final String SATURATE = "saturate";

  static QuantizeAttributes read(Attributes attributes) {
    return new QuantizeAttributes(
        ScalingAttributes.read(attributes),
        attributes.integer(ScalingAttributes.OUTPUT_TYPE),
        attributes.integer(PRECISION),
        attributes.integer(SATURATE, 1) != 0);
  }

  /** Return the type that the quotient is rounded to, for a scale of this type. */
  public ElementType divisionType(ElementType scale) {
    if (precision.isPresent() && precision.getAsLong() != 0) {
      return ElementType.fromOnnxCode((int) precision.getAsLong()).orElse(ElementType.UINT8);
    }
    return switch (scale) {
      case FLOAT16, BFLOAT16 -> scale;
      // E8M0 and INT32 are no types to divide in.
      default -> ElementType.FLOAT;
    };
  }
}

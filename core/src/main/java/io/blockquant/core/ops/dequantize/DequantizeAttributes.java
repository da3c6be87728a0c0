package io.blockquant.core.ops.dequantize;

import io.blockquant.core.graph.Attributes;
import io.blockquant.core.ops.scaling.ScalingAttributes;
import java.util.OptionalLong;

/**
 * Hold the attributes of a Dequantize node as they were given; the constraints judge them.
 *
 * @param scaling which elements share a scale
 * @param outputType ONNX number of the type of y; absent: the scale's (Q5)
 */
public record DequantizeAttributes(ScalingAttributes scaling, OptionalLong outputType) {

  static DequantizeAttributes read(Attributes attributes) {
    return new DequantizeAttributes(
        ScalingAttributes.read(attributes), attributes.integer(ScalingAttributes.OUTPUT_TYPE));
  }
}

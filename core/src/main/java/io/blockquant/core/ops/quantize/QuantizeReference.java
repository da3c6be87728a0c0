package io.blockquant.core.ops.quantize;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.ops.scaling.Granularity;
import io.blockquant.core.ops.scaling.ScalingConstraints;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compute Quantize element by element: {@code saturate(RNE(x / scale) + zero_point)}. */
final class QuantizeReference {

  private QuantizeReference() {}

  static void evaluate(
      OpCall<QuantizeAttributes> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    Tensor x = Objects.requireNonNull(inputs.get(0));
    Tensor scale = Objects.requireNonNull(inputs.get(1));
    Tensor zeroPoint = inputs.size() > 2 ? inputs.get(2) : null;
    Tensor y = outputs.get(0);
    if (zeroPoint != null) {
      ScalingConstraints.requireZeros(Quantize.ID.type(), call, zeroPoint);
    }
    BlockGrid grid = Granularity.gridOf(x.shape(), scale.shape(), call.attributes().scaling());
    ElementType division = call.attributes().divisionType(scale.elementType());
    Conversion conversion =
        call.attributes().saturate() ? Conversion.QUANTIZE : Conversion.QUANTIZE_UNSATURATED;

    for (long i = 0; i < x.elementCount(); i++) {
      long block = grid.blockOf(i);
      float quotient =
          divide((float) Elements.value(x, i), (float) Elements.value(scale, block), division);
      if (y.elementType().isInteger()) {
        long zero = zeroPoint == null ? 0 : Elements.integer(zeroPoint, block);
        Elements.setInteger(y, i, quantize(quotient, zero, y.elementType()));
      } else {
        Elements.setValue(y, i, quotient, conversion);
        if (zeroPoint != null && addsZero(y.elementType())) {
          Elements.setValue(y, i, Elements.value(y, i) + Elements.value(zeroPoint, block));
        }
      }
    }
  }

  /** Q7: ONNX adds the zero of FP4 and FP6, which makes +0 of -0, and leaves FP8 as it is. */
  private static boolean addsZero(ElementType type) {
    return type.isFloating() && type.isSubByte();
  }

  /**
   * Divide in the precision of a type. A float32 quotient of float16 or bfloat16 operands that is
   * rounded once more is the correctly rounded quotient: 24 >= 2 * 11 + 2 bits.
   */
  private static float divide(float x, float s, ElementType type) {
    if (type == ElementType.FLOAT) {
      return x / s;
    }
    return round(round(x, type) / round(s, type), type);
  }

  private static float round(float value, ElementType type) {
    return Codecs.of(type).decode(Codecs.of(type).encode(value));
  }

  /** F3: NaN is 0, then the zero point is added, then the sum is clamped. */
  private static long quantize(float quotient, long zeroPoint, ElementType type) {
    double rounded = Float.isNaN(quotient) ? 0 : Math.rint(quotient);
    // Exact: a double holds every sum near the range of a type of at most 32 bits.
    return Integers.roundAndSaturate(type, rounded + zeroPoint);
  }
}

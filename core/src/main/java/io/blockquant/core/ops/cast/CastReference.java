package io.blockquant.core.ops.cast;

import io.blockquant.core.dtype.E8m0;
import io.blockquant.core.dtype.E8m0Rounding;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compute Cast element by element. */
final class CastReference {

  private CastReference() {}

  static void evaluate(
      OpCall<CastAttributes> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    Tensor x = Objects.requireNonNull(inputs.get(0));
    Tensor y = outputs.get(0);
    boolean integral = !x.elementType().isFloating();
    for (long i = 0; i < x.elementCount(); i++) {
      if (integral) {
        fromInteger(Elements.integer(x, i), x.elementType(), y, i, call.attributes());
      } else {
        fromFloat(Elements.value(x, i), y, i, call.attributes());
      }
    }
  }

  private static void fromInteger(
      long value, ElementType from, Tensor y, long i, CastAttributes attributes) {
    ElementType to = y.elementType();
    if (to == ElementType.BOOL) {
      Elements.setInteger(y, i, value != 0 ? 1 : 0);
    } else if (to.isInteger()) {
      Elements.setInteger(y, i, Integers.code(to, value)); // K2: the low bits
    } else {
      boolean unsigned = from == ElementType.UINT64;
      fromFloat(Integers.toDoubleRoundedToOdd(value, unsigned, to), y, i, attributes);
    }
  }

  private static void fromFloat(double value, Tensor y, long i, CastAttributes attributes) {
    ElementType to = y.elementType();
    if (to == ElementType.BOOL) {
      Elements.setInteger(y, i, value != 0 ? 1 : 0); // NaN is not zero.
    } else if (to.isInteger()) {
      Elements.setInteger(y, i, whole(value, to));
    } else if (to == ElementType.FLOAT8E8M0) {
      E8m0Rounding rounding = attributes.rounding().orElseThrow();
      int code = E8m0.FLOAT8E8M0.encode(value, rounding, attributes.conversion().overflow());
      Elements.setCode(y, i, code);
    } else {
      Elements.setValue(y, i, value, attributes.conversion());
    }
  }

  /** K1: drop the fraction; the low bits in types narrower than a byte, else the range's end. */
  private static long whole(double value, ElementType to) {
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    return to.isSubByte()
        ? Integers.code(to, Integers.roundAndSaturate(ElementType.INT32, whole))
        : Integers.roundAndSaturate(to, whole);
  }
}

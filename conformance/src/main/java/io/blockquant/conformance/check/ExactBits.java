package io.blockquant.conformance.check;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;

/**
 * Demand the same bits, -0 told from +0; NaN by class, as its payload says nothing.
 *
 * @param output the output
 * @param expected what it must be, in type, shape and bits
 */
public record ExactBits(String output, Tensor expected) implements Check {

  @Override
  public String rule() {
    return "the same bits; NaN by class";
  }

  @Override
  public Verdict judge(Tensor actual) {
    return Elementwise.judge(
        output, expected, actual, i -> sameBits(expected, actual, i), ExactBits::words);
  }

  private static boolean sameBits(Tensor expected, Tensor actual, long index) {
    ElementType type = expected.elementType();
    if (type.bits() > Integer.SIZE) {
      long e = expected.segment().get(Elements.LONG, index * Long.BYTES);
      long a = actual.segment().get(Elements.LONG, index * Long.BYTES);
      return e == a || bothNan(expected, actual, index);
    }
    return Elements.code(expected, index) == Elements.code(actual, index)
        || bothNan(expected, actual, index);
  }

  private static boolean bothNan(Tensor expected, Tensor actual, long index) {
    return expected.elementType().isFloating()
        && Double.isNaN(Elements.value(expected, index))
        && Double.isNaN(Elements.value(actual, index));
  }

  private static String words(Tensor tensor, long index) {
    ElementType type = tensor.elementType();
    String value = Double.toString(Elements.value(tensor, index));
    return Codecs.exists(type)
        ? "0x" + Integer.toHexString(Elements.code(tensor, index)) + " (" + value + ")"
        : value;
  }
}

package io.blockquant.conformance.check;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;

/** Read elements of any numeric type as bits, and count the codes between two of them. */
final class Bits {

  private Bits() {}

  /** Return the bits of an element, in the low bits of a long. */
  static long of(Tensor tensor, long index) {
    return tensor.elementType().bits() > Integer.SIZE
        ? tensor.segment().get(Elements.LONG, index * Long.BYTES)
        : Integer.toUnsignedLong(Elements.code(tensor, index));
  }

  /** Return {@code true} if the element is NaN. */
  static boolean isNan(Tensor tensor, long index) {
    return tensor.elementType().isFloating() && Double.isNaN(Elements.value(tensor, index));
  }

  /** Return {@code true} if both are the same bits, or both NaN, whose payload says nothing. */
  static boolean same(Tensor expected, Tensor actual, long index) {
    return of(expected, index) == of(actual, index)
        || isNan(expected, index) && isNan(actual, index);
  }

  /**
   * Return the place of a code in the order of values: neighbours differ by 1, both zeros are 0.
   *
   * @param bits the bits of a code that is not NaN
   */
  static long rank(ElementType type, long bits) {
    return switch (type.kind()) {
      case FLOATING -> {
        long sign = 1L << (type.bits() - 1);
        boolean signed = type != ElementType.FLOAT8E8M0;
        yield signed && (bits & sign) != 0 ? -(bits & (sign - 1)) : bits;
      }
      case SIGNED_INTEGER -> bits << (Long.SIZE - type.bits()) >> (Long.SIZE - type.bits());
      case UNSIGNED_INTEGER, BOOLEAN -> bits;
      case COMPLEX, STRING -> throw new IllegalArgumentException(type + " has no order");
    };
  }

  /** Return how many codes {@code actual} lies above {@code expected}, which are not NaN. */
  static long steps(ElementType type, long expected, long actual) {
    return rank(type, actual) - rank(type, expected);
  }

  /** Return the bits and the value, for a person. */
  static String words(Tensor tensor, long index) {
    String value = Double.toString(Elements.value(tensor, index));
    return "0x" + Long.toHexString(of(tensor, index)) + " (" + value + ")";
  }
}

package io.blockquant.core.dtype;

/**
 * Convert to integer element types.
 *
 * <p>Values travel as {@code long}. Only UINT64 has values that a signed {@code long} cannot hold:
 * where a result is of that type, it is an unsigned {@code long}.
 */
public final class Integers {

  private static final int MAX_QUANTIZED_BITS = 32;
  private static final int DOUBLE_PRECISION = 53;

  private Integers() {}

  /**
   * Clamp a signed {@code value} to the range of {@code type}.
   *
   * @throws IllegalArgumentException if {@code type} is not an integer type
   */
  public static long saturate(ElementType type, long value) {
    requireInteger(type);
    // The upper end of UINT64 is beyond every signed value.
    long max = type == ElementType.UINT64 ? Long.MAX_VALUE : type.maxInteger();
    return Math.clamp(value, type.minInteger(), max);
  }

  /**
   * Return the value of the low bits of {@code code}: sign-extended for signed types, zero-extended
   * for unsigned ones.
   *
   * <p>Higher bits are ignored, so this is also the conversion of an integer that drops high bits.
   *
   * @throws IllegalArgumentException if {@code type} is not an integer type
   */
  public static long signExtend(ElementType type, long code) {
    requireInteger(type);
    int unused = Long.SIZE - type.bits();
    long aligned = code << unused;
    return type.kind() == ElementType.Kind.SIGNED_INTEGER ? aligned >> unused : aligned >>> unused;
  }

  /**
   * Return the code of an integer in range, which is its low bits.
   *
   * @throws IllegalArgumentException if {@code type} is not an integer type
   */
  public static long code(ElementType type, long value) {
    requireInteger(type);
    return value & (-1L >>> (Long.SIZE - type.bits()));
  }

  /**
   * Round {@code value} to the nearest integer, ties to even (F1), and clamp it to {@code type}.
   *
   * <p>NaN becomes 0 and infinities the ends of the range.
   *
   * @throws IllegalArgumentException if {@code type} is not an integer type
   */
  public static long roundAndSaturate(ElementType type, double value) {
    requireInteger(type);
    double rounded = Math.rint(value);
    if (type == ElementType.UINT64 && rounded >= 0x1p63) {
      // Doubles here are multiples of 2^11: the subtraction is exact.
      return rounded >= 0x1p64 ? type.maxInteger() : (long) (rounded - 0x1p63) | Long.MIN_VALUE;
    }
    // F3: the cast to long turns NaN into 0 and saturates.
    return saturate(type, (long) rounded);
  }

  /**
   * Round {@code value} to the nearest integer, add the zero point, then clamp to {@code type}.
   *
   * <p>The order is that of QuantizeLinear; NaN becomes 0 before the zero point is added (F3).
   *
   * @param type an integer type of at most 32 bits
   * @param zeroPoint a value of {@code type}
   * @throws IllegalArgumentException if {@code type} is none of these
   */
  public static long roundAndSaturate(ElementType type, double value, long zeroPoint) {
    requireInteger(type);
    if (type.bits() > MAX_QUANTIZED_BITS) {
      throw new IllegalArgumentException(type + " has no zero point: it has more than 32 bits");
    }
    // Clamping to 2^62 keeps the sum from overflowing and is beyond the range of the type anyway.
    long rounded = (long) Math.clamp(Math.rint(value), -0x1p62, 0x1p62);
    return saturate(type, rounded + zeroPoint);
  }

  /**
   * Return an integer as a double that a later rounding to a narrower float finds on the same side
   * of every tie: where 53 bits do not hold the integer, the last of them is set.
   *
   * @param unsigned whether {@code value} is an unsigned {@code long}
   * @param to the type of the later rounding; DOUBLE is none, and gets the nearest double
   */
  public static double toDoubleRoundedToOdd(long value, boolean unsigned, ElementType to) {
    boolean negative = value < 0 && !unsigned;
    long magnitude = negative ? -value : value;
    int excess = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(magnitude) - DOUBLE_PRECISION);
    if (to == ElementType.DOUBLE) {
      // One more bit than a long's own conversion knows: halve, and keep what was lost sticky.
      double nearest =
          magnitude >= 0 ? (double) magnitude : (magnitude >>> 1 | magnitude & 1) * 2.0;
      return negative ? -nearest : nearest;
    }
    long kept = magnitude >>> excess;
    boolean exact = kept << excess == magnitude;
    double odd = (double) (exact ? kept : kept | 1) * (1L << excess);
    return negative ? -odd : odd;
  }

  private static void requireInteger(ElementType type) {
    if (!type.isInteger()) {
      throw new IllegalArgumentException(type + " is not an integer type");
    }
  }
}

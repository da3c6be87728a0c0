package io.blockquant.core.dtype;

import io.blockquant.core.dtype.Conversion.Overflow;

/**
 * Convert to and from FLOAT8E8M0, the scale format of OCP MX: code b means 2^(b - 127), 0xFF NaN.
 *
 * <p>The format has no sign and no zero. Zero of either sign lies below the range, so it saturates
 * to the smallest value, 2^-127 (0x00); every other negative number, -Inf included, becomes NaN
 * (F3).
 */
public final class E8m0 implements FloatCodec {

  /** The one instance. */
  public static final E8m0 FLOAT8E8M0 = new E8m0();

  private static final int BIAS = 127;
  private static final int MIN_CODE = 0x00;
  private static final int MAX_CODE = 0xFE;
  private static final int NAN_CODE = 0xFF;

  private static final int DOUBLE_FRACTION_BITS = 52;
  private static final long DOUBLE_FRACTION_MASK = (1L << DOUBLE_FRACTION_BITS) - 1;
  private static final int FLOAT_FRACTION_BITS = 23;

  private E8m0() {}

  @Override
  public ElementType type() {
    return ElementType.FLOAT8E8M0;
  }

  /** Return the code of {@code value}, rounded up; the NaN rule plays no part. */
  @Override
  public int encode(double value, Conversion how) {
    return encode(value, E8m0Rounding.UP, how.overflow());
  }

  /** Return the code of {@code value}; above and below the range, the nearest end of the range. */
  public int encode(double value, E8m0Rounding rounding) {
    return encode(value, rounding, Overflow.SATURATE);
  }

  /**
   * Return the code of {@code value}.
   *
   * @param overflow what becomes of a value whose rounded exponent is outside -127..127, zero and
   *     +Inf among them: the nearest end of the range, or NaN as the format has no infinity
   */
  public int encode(double value, E8m0Rounding rounding, Overflow overflow) {
    if (Double.isNaN(value) || value < 0) {
      return NAN_CODE;
    }
    int code = roundExponent(value, rounding) + BIAS;
    if (MIN_CODE <= code && code <= MAX_CODE) {
      return code;
    }
    return switch (overflow) {
      case SATURATE -> code < MIN_CODE ? MIN_CODE : MAX_CODE;
      case TO_SPECIAL -> NAN_CODE;
    };
  }

  /**
   * Return the exponent of the chosen power of two.
   *
   * <p>Zero and subnormal doubles have exponent -1023 here and Inf 1024; after any rounding that is
   * still outside the range of the format, on the right side of it.
   */
  private static int roundExponent(double value, E8m0Rounding rounding) {
    int exponent = Math.getExponent(value);
    long fraction = Double.doubleToRawLongBits(value) & DOUBLE_FRACTION_MASK;
    long half = 1L << (DOUBLE_FRACTION_BITS - 1);
    boolean carries =
        switch (rounding) {
          case UP -> fraction != 0;
          case DOWN -> false;
          case NEAREST -> fraction >= half;
        };
    return carries ? exponent + 1 : exponent;
  }

  @Override
  public float decode(int code) {
    if (isNan(code)) {
      return Float.NaN;
    }
    // The codes are the exponent fields of float32, except that 2^-127 is subnormal there.
    int bits = code == 0 ? 1 << (FLOAT_FRACTION_BITS - 1) : code << FLOAT_FRACTION_BITS;
    return Float.intBitsToFloat(bits);
  }

  @Override
  public float maxFinite() {
    return 0x1p127f;
  }

  @Override
  public boolean hasNan() {
    return true;
  }

  @Override
  public boolean hasInfinity() {
    return false;
  }

  @Override
  public boolean isNan(int code) {
    Packing.requireCode(code, bits());
    return code == NAN_CODE;
  }

  @Override
  public String toString() {
    return type().name();
  }
}

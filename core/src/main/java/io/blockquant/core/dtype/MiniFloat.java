package io.blockquant.core.dtype;

import io.blockquant.core.dtype.Conversion.Overflow;

/**
 * Convert to and from a binary format of a sign, a biased exponent and a fraction.
 *
 * <p>All formats here keep subnormals (F1) and order their positive codes as they order their
 * values, so a rounding that carries into the exponent is an addition like any other.
 *
 * <p>FLOAT16 and BFLOAT16 are the formats of ordinary arithmetic: they overflow to infinity and
 * keep infinities as IEEE 754 says, under <em>every</em> {@link Conversion}. The saturation of F3
 * is a rule for quantized types, FLOAT8E5M2 among them.
 */
public final class MiniFloat implements FloatCodec {

  /** Say which codes are taken away from the finite values. */
  private enum Specials {
    /** None: every code is a finite value. */
    NONE,
    /** The codes with all bits of exponent and fraction set mean NaN; no infinity ("FN"). */
    ALL_ONES_NAN,
    /** The code of negative zero means NaN; no infinity and no negative zero ("FNUZ"). */
    NEGATIVE_ZERO_NAN,
    /** The largest exponent means infinity and NaN, as in IEEE 754; conversions may saturate. */
    IEEE,
    /** As {@link #IEEE}, and conversions never saturate. */
    IEEE_ARITHMETIC
  }

  /** ±{0, 0.5, 1, 1.5, 2, 3, 4, 6}; OCP MX. */
  public static final MiniFloat FLOAT4E2M1 =
      new MiniFloat(ElementType.FLOAT4E2M1, 1, 1, Specials.NONE);

  /** Largest value 7.5; OCP MX. */
  public static final MiniFloat FLOAT6E2M3 =
      new MiniFloat(ElementType.FLOAT6E2M3, 3, 1, Specials.NONE);

  /** Largest value 28; OCP MX. */
  public static final MiniFloat FLOAT6E3M2 =
      new MiniFloat(ElementType.FLOAT6E3M2, 2, 3, Specials.NONE);

  /** Largest value 448; OCP FP8. */
  public static final MiniFloat FLOAT8E4M3FN =
      new MiniFloat(ElementType.FLOAT8E4M3FN, 3, 7, Specials.ALL_ONES_NAN);

  /** Largest value 240. */
  public static final MiniFloat FLOAT8E4M3FNUZ =
      new MiniFloat(ElementType.FLOAT8E4M3FNUZ, 3, 8, Specials.NEGATIVE_ZERO_NAN);

  /** Largest value 57344; OCP FP8. */
  public static final MiniFloat FLOAT8E5M2 =
      new MiniFloat(ElementType.FLOAT8E5M2, 2, 15, Specials.IEEE);

  /** Largest value 57344. */
  public static final MiniFloat FLOAT8E5M2FNUZ =
      new MiniFloat(ElementType.FLOAT8E5M2FNUZ, 2, 16, Specials.NEGATIVE_ZERO_NAN);

  /** IEEE 754 binary16, largest value 65504. */
  public static final MiniFloat FLOAT16 =
      new MiniFloat(ElementType.FLOAT16, 10, 15, Specials.IEEE_ARITHMETIC);

  /** The upper half of IEEE 754 binary32. */
  public static final MiniFloat BFLOAT16 =
      new MiniFloat(ElementType.BFLOAT16, 7, 127, Specials.IEEE_ARITHMETIC);

  private static final int DOUBLE_FRACTION_BITS = 52;
  private static final long DOUBLE_FRACTION_MASK = (1L << DOUBLE_FRACTION_BITS) - 1;
  private static final int ABSENT = -1;

  private final ElementType type;
  private final int fractionBits;
  private final int minExponent;
  private final boolean saturable;
  private final boolean hasNegativeZero;
  private final int signBit;
  private final int maxFiniteCode;
  private final int infinityCode;
  private final int nanCode;

  private MiniFloat(ElementType type, int fractionBits, int bias, Specials specials) {
    this.type = type;
    this.fractionBits = fractionBits;
    this.minExponent = 1 - bias;
    this.saturable = specials != Specials.IEEE_ARITHMETIC;
    this.hasNegativeZero = specials != Specials.NEGATIVE_ZERO_NAN;
    this.signBit = 1 << (type.bits() - 1);
    int allOnes = signBit - 1;
    int firstOfLargestExponent = allOnes & ~((1 << fractionBits) - 1);
    this.infinityCode =
        switch (specials) {
          case NONE, ALL_ONES_NAN, NEGATIVE_ZERO_NAN -> ABSENT;
          case IEEE, IEEE_ARITHMETIC -> firstOfLargestExponent;
        };
    this.maxFiniteCode =
        switch (specials) {
          case NONE, NEGATIVE_ZERO_NAN -> allOnes;
          case ALL_ONES_NAN -> allOnes - 1;
          case IEEE, IEEE_ARITHMETIC -> firstOfLargestExponent - 1;
        };
    this.nanCode =
        switch (specials) {
          case NONE -> ABSENT;
          case ALL_ONES_NAN -> allOnes;
          case NEGATIVE_ZERO_NAN -> signBit;
          // The leading fraction bit makes the NaN quiet.
          case IEEE, IEEE_ARITHMETIC -> firstOfLargestExponent | (1 << (fractionBits - 1));
        };
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public int encode(double value, Conversion how) {
    if (Double.isNaN(value)) {
      return encodeNan(how);
    }
    int sign = Double.doubleToRawLongBits(value) < 0 ? signBit : 0;
    int magnitude = Double.isInfinite(value) ? Integer.MAX_VALUE : roundMagnitude(value);
    // F3: round first, then test the range.
    if (magnitude > maxFiniteCode) {
      return encodeOverflow(sign, how);
    }
    return magnitude == 0 && !hasNegativeZero ? 0 : sign | magnitude;
  }

  /**
   * Round |value| as if the exponent were unbounded above, and return its positive code.
   *
   * <p>F1: the result is |value| in units of the last place of the code, rounded to nearest even.
   * Below the smallest normal value that unit stops shrinking, which is all that subnormals are.
   */
  private int roundMagnitude(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long significand = bits & DOUBLE_FRACTION_MASK;
    int exponent = Math.getExponent(value);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Double.MIN_EXPONENT; // zero or subnormal: no hidden bit
    } else {
      significand |= DOUBLE_FRACTION_MASK + 1;
    }
    int codeExponent = Math.max(exponent, minExponent);
    int excessBits = DOUBLE_FRACTION_BITS - fractionBits + (codeExponent - exponent);
    // A significand has 53 bits: 54 excess bits already leave less than half a unit.
    excessBits = Math.min(excessBits, DOUBLE_FRACTION_BITS + 2);
    int units = (int) shiftRightToNearestEven(significand, excessBits);
    // The hidden bit of a normal result adds the 1 by which its exponent field exceeds this one.
    return ((codeExponent - minExponent) << fractionBits) + units;
  }

  private static long shiftRightToNearestEven(long significand, int distance) {
    long justBelowHalf = (1L << (distance - 1)) - 1;
    long odd = (significand >>> distance) & 1;
    return (significand + justBelowHalf + odd) >>> distance;
  }

  private int encodeOverflow(int sign, Conversion how) {
    if (saturable && how.overflow() == Overflow.SATURATE) {
      return sign | maxFiniteCode;
    }
    if (hasInfinity()) {
      return sign | infinityCode;
    }
    return hasNan() ? nanCode : sign | maxFiniteCode;
  }

  private int encodeNan(Conversion how) {
    if (hasNan()) {
      return nanCode;
    }
    return switch (how.nan()) {
      case LARGEST_POSITIVE -> maxFiniteCode;
      case NEGATIVE_ZERO -> signBit;
    };
  }

  @Override
  public float decode(int code) {
    if (isNan(code)) {
      return Float.NaN;
    }
    int magnitude = code & (signBit - 1);
    float value = magnitude == infinityCode ? Float.POSITIVE_INFINITY : decodeFinite(magnitude);
    return magnitude == code ? value : -value;
  }

  /** Multiply the significand by the unit of its last place: exact, also for float subnormals. */
  private float decodeFinite(int magnitude) {
    int exponentField = magnitude >> fractionBits;
    int fraction = magnitude & ((1 << fractionBits) - 1);
    int significand = exponentField == 0 ? fraction : fraction | (1 << fractionBits);
    int exponent = Math.max(exponentField, 1) - 1 + minExponent;
    return Math.scalb((float) significand, exponent - fractionBits);
  }

  @Override
  public float maxFinite() {
    return decodeFinite(maxFiniteCode);
  }

  @Override
  public boolean hasNan() {
    return nanCode != ABSENT;
  }

  @Override
  public boolean hasInfinity() {
    return infinityCode != ABSENT;
  }

  @Override
  public boolean isNan(int code) {
    Packing.requireCode(code, bits());
    if (!hasNan()) {
      return false;
    }
    if (!hasNegativeZero) {
      return code == nanCode;
    }
    int lastNumber = hasInfinity() ? infinityCode : maxFiniteCode;
    return (code & (signBit - 1)) > lastNumber;
  }

  @Override
  public String toString() {
    return type.name();
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Convert to and from FLOAT8E4M3FN lane by lane.
 *
 * <p>Encoding rounds by an addition, as {@link E2m1Lanes} explains: adding 2^(e+20) leaves steps of
 * 2^(e-3), and below 2^-6 the steps of the subnormals.
 */
public final class E4m3Lanes {

  private static final IntVector MAGNITUDE = IntVector.broadcast(I, Lanes.MAGNITUDE);
  private static final IntVector SIGN = IntVector.broadcast(I, 0x80);
  private static final IntVector LARGEST = IntVector.broadcast(I, Float.floatToRawIntBits(448f));
  private static final IntVector EXPONENT = IntVector.broadcast(I, 0x7f800000);
  private static final IntVector SMALLEST_NORMAL = IntVector.broadcast(I, 121 << 23);

  /**
   * The 20 of 2^(e+20), and 152 steps of the sum: the sum's exponent field, 8 (e + 147) in units of
   * the code, plus 152 is a multiple of 256 more than the code's own exponent, 8 (e + 6).
   */
  private static final IntVector EXPONENT_OF_MAGIC = IntVector.broadcast(I, 20 << 23);

  private static final IntVector MAGIC = IntVector.broadcast(I, (20 << 23) + 152);

  private static final IntVector REBIAS = Lanes.constant((127 - 7) << 23);
  private static final IntVector NEXT_EXPONENT = Lanes.constant(1 << 23);
  private static final FloatVector SMALLEST_NORMAL_VALUE = FloatVector.broadcast(F, 0x1p-6f);
  private static final IntVector CODE_MAGNITUDE = Lanes.constant(0x7F);
  private static final IntVector FLOAT_NAN = Lanes.constant(0x7FC00000);
  private static final IntVector FLOAT_SIGN = Lanes.constant(0x80000000);

  private E4m3Lanes() {}

  /** Return the codes of numbers, of which none is NaN (F3: saturating, the sign kept). */
  public static IntVector encode(FloatVector numbers) {
    IntVector bits = numbers.reinterpretAsInts();
    return encodeMagnitude(bits).or(bits.lanewise(LSHR, 24).and(SIGN));
  }

  /** Return the codes of any numbers; NaN becomes 0x7F (F3). */
  public static IntVector encodeAny(FloatVector numbers) {
    IntVector magnitude = numbers.reinterpretAsInts().and(MAGNITUDE);
    return encode(numbers).blend(0x7F, magnitude.compare(GT, 0x7f800000));
  }

  /**
   * Return the codes of numbers in the low bytes; what is above is rubbish.
   *
   * @param bits the numbers; NaN counts as an infinite one
   * @param signs anything with the signs of the codes
   */
  static IntVector encodeSaturating(IntVector bits, IntVector signs) {
    return roundedMagnitude(bits).or(signs.lanewise(LSHR, 24).and(SIGN));
  }

  private static IntVector encodeMagnitude(IntVector bits) {
    return roundedMagnitude(bits).and(0xFF);
  }

  /** Return the codes of magnitudes in the low bytes. */
  private static IntVector roundedMagnitude(IntVector bits) {
    IntVector magnitude = bits.and(MAGNITUDE).min(LARGEST);
    IntVector magic = magnitude.and(EXPONENT).max(SMALLEST_NORMAL).add(MAGIC);
    IntVector sum =
        magnitude.reinterpretAsFloats().add(magic.reinterpretAsFloats()).reinterpretAsInts();
    return sum.add(sum.lanewise(LSHR, 20));
  }

  /** Round numbers that are not negative to the nearest values of the format, saturating. */
  public static IntVector roundMagnitude(FloatVector numbers) {
    IntVector magnitude = numbers.reinterpretAsInts().and(MAGNITUDE).min(LARGEST);
    FloatVector magic =
        magnitude.and(EXPONENT).max(SMALLEST_NORMAL).add(EXPONENT_OF_MAGIC).reinterpretAsFloats();
    return magnitude.reinterpretAsFloats().add(magic).sub(magic).reinterpretAsInts();
  }

  /** Return the codes of positive values of the format, given as {@link #roundMagnitude} does. */
  public static IntVector codeOfRounded(IntVector values) {
    IntVector normal = values.sub(REBIAS).lanewise(LSHR, 20);
    IntVector subnormal =
        values
            .reinterpretAsFloats()
            .add(SMALLEST_NORMAL_VALUE)
            .reinterpretAsInts()
            .sub(SMALLEST_NORMAL)
            .lanewise(LSHR, 20);
    return normal.blend(subnormal, values.compare(LT, SMALLEST_NORMAL));
  }

  /**
   * Return the values of codes, which are in the low bytes.
   *
   * <p>A normal number keeps its fraction and gets the other format's bias. A subnormal one is put
   * behind the fraction of 2^-6, and 2^-6 is subtracted again. Of the two results the right one is
   * the smaller: twice a normal number less 2^-6 is at least that number, and m 2^-9 is at most (1
   * + m / 8) 2^-7 for m up to 8. No step passes through a float32 subnormal, which costs a hundred
   * cycles on some machines.
   */
  public static FloatVector decode(IntVector codes) {
    IntVector magnitude = codes.and(CODE_MAGNITUDE);
    IntVector normal = magnitude.lanewise(LSHL, 20).add(REBIAS);
    IntVector subnormal =
        normal
            .add(NEXT_EXPONENT)
            .reinterpretAsFloats()
            .sub(SMALLEST_NORMAL_VALUE)
            .reinterpretAsInts();
    return normal
        .min(subnormal)
        .blend(FLOAT_NAN, magnitude.compare(EQ, CODE_MAGNITUDE))
        .or(codes.lanewise(LSHL, 24).and(FLOAT_SIGN))
        .reinterpretAsFloats();
  }
}

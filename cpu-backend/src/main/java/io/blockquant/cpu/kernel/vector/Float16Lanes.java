package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Convert to and from FLOAT16 lane by lane.
 *
 * <p>A normal number keeps its fraction and gets the other format's bias. A subnormal one is put
 * behind the fraction of 2^-14, and 2^-14 is subtracted again: exact, and no step passes through a
 * float32 subnormal, which costs a hundred cycles on some machines.
 */
final class Float16Lanes {
  private static final IntVector EXPONENT_AND_FRACTION = Lanes.constant(0x0FFFE000);
  private static final IntVector REBIAS = Lanes.constant((127 - 15) << 23);
  private static final IntVector NEXT_EXPONENT = Lanes.constant(1 << 23);
  private static final IntVector INFINITY = Lanes.constant(0x0F800000);
  private static final IntVector SIGN = Lanes.constant(0x80000000);
  private static final IntVector MAGNITUDE = Lanes.constant(Lanes.MAGNITUDE);
  private static final FloatVector SMALLEST_NORMAL = FloatVector.broadcast(F, 0x1p-14f);

  /** 2^-14 as float32 bits: below it, results are subnormal. */
  private static final IntVector NORMAL_BITS = Lanes.constant((127 - 14) << 23);

  /** 65520, halfway between the largest finite number and the next: from here on infinity. */
  private static final IntVector OVERFLOW = Lanes.constant(0x477FF000);

  private static final IntVector FLOAT_INFINITY = Lanes.constant(0x7F800000);

  /** One half: the unit of the last place of sums with it is 2^-24, FLOAT16's smallest number. */
  private static final FloatVector HALF = FloatVector.broadcast(F, 0.5f);

  private static final IntVector HALF_BITS = HALF.reinterpretAsInts();
  private static final IntVector SIGN_OF_HALF = Lanes.constant(0x8000);

  private Float16Lanes() {}

  /** Widen finite numbers, given with their fractions in place and with their signs in place. */
  static IntVector widenFinite(IntVector placed, IntVector signed) {
    return widenMagnitude(placed.and(EXPONENT_AND_FRACTION)).or(signed.and(SIGN));
  }

  /** Widen finite numbers likewise; subnormal ones and zeros become anything below 2^-14. */
  static IntVector widenCoarse(IntVector placed, IntVector signed) {
    return placed.and(EXPONENT_AND_FRACTION).add(REBIAS).or(signed.and(SIGN));
  }

  /** Widen any numbers likewise. */
  static IntVector widenAny(IntVector placed, IntVector signed) {
    IntVector magnitude = placed.and(EXPONENT_AND_FRACTION);
    return widenMagnitude(magnitude)
        .blend(magnitude.add(REBIAS).add(REBIAS), magnitude.compare(GE, INFINITY))
        .or(signed.and(SIGN));
  }

  private static IntVector widenMagnitude(IntVector magnitude) {
    IntVector normal = magnitude.add(REBIAS);
    IntVector subnormal =
        normal.add(NEXT_EXPONENT).reinterpretAsFloats().sub(SMALLEST_NORMAL).reinterpretAsInts();
    return normal.blend(subnormal, magnitude.compare(LT, NEXT_EXPONENT));
  }

  /** Round to nearest even, in the low halves of the lanes (F1); NaN stays NaN. */
  static IntVector narrow(FloatVector numbers) {
    IntVector bits = numbers.reinterpretAsInts();
    IntVector magnitude = bits.and(MAGNITUDE);
    // Half a unit, less one where the result is even: the carry rounds to nearest even.
    IntVector odd = magnitude.lanewise(LSHR, 13).and(1);
    IntVector normal = magnitude.sub(REBIAS).add(odd).add(0xFFF).lanewise(LSHR, 13);
    IntVector subnormal =
        magnitude.reinterpretAsFloats().add(HALF).reinterpretAsInts().sub(HALF_BITS);
    return normal
        .blend(subnormal, magnitude.compare(LT, NORMAL_BITS))
        .blend(0x7C00, magnitude.compare(GE, OVERFLOW))
        .blend(0x7E00, magnitude.compare(GT, FLOAT_INFINITY))
        .or(bits.lanewise(LSHR, 16).and(SIGN_OF_HALF));
  }
}

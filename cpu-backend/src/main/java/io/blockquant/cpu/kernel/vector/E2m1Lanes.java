package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Convert to and from FLOAT4E2M1 lane by lane.
 *
 * <p>Encoding adds a power of two so large that the sum has room for exactly the fraction bits of
 * the code: the adder itself rounds to nearest even (F1, F2). Adding 2^(e+22) to a magnitude in
 * [2^e, 2^(e+1)) leaves steps of 2^(e-1); below 1 the steps stay those of e = 0, which are the
 * format's subnormals. The code is the number of steps plus 2 e.
 */
final class E2m1Lanes {

  private static final IntVector MAGNITUDE = IntVector.broadcast(I, Lanes.MAGNITUDE);
  private static final IntVector SIX = IntVector.broadcast(I, Float.floatToRawIntBits(6f));
  private static final IntVector EXPONENT = IntVector.broadcast(I, 0x7f800000);
  private static final IntVector ONE = IntVector.broadcast(I, 127 << 23);
  private static final IntVector LOW_SIGN = IntVector.broadcast(I, 0x08);
  private static final IntVector HIGH_SIGN = IntVector.broadcast(I, 0x80);

  /**
   * The 22 of 2^(e+22), and 214 steps. {@link #pair} finds 2 e in the sums' exponent fields, which
   * hold e + 149; for a pair that is 17 * 298 too much, and 17 * (298 + 214) is a multiple of 256.
   * An even number of steps keeps the parity that ties are decided by.
   */
  private static final IntVector MAGIC = IntVector.broadcast(I, (22 << 23) + 214);

  /** Twice the value of each magnitude, four bits each: 0 1 2 3 4 6 8 12. */
  private static final IntVector DOUBLED = IntVector.broadcast(I, 0xC8643210);

  private static final IntVector CODE = IntVector.broadcast(I, 0x7);
  private static final IntVector NIBBLE = IntVector.broadcast(I, 0xF);

  /** The values of the first codes, as many as there are lanes: all of them at 512 bits. */
  private static final IntVector VALUES = arithmetic(Lanes.iota(1)).reinterpretAsInts();

  private E2m1Lanes() {}

  /** Round the magnitudes of numbers, of which none is NaN, saturating (F3); see {@link #pair}. */
  static IntVector round(FloatVector numbers) {
    IntVector magnitude = numbers.reinterpretAsInts().and(MAGNITUDE).min(SIX);
    IntVector magic = magnitude.and(EXPONENT).max(ONE).add(MAGIC);
    return magnitude.reinterpretAsFloats().add(magic.reinterpretAsFloats()).reinterpretAsInts();
  }

  /**
   * Return pairs of codes in the low bytes, the even one in the low nibble (F4); the bits above are
   * of no meaning.
   *
   * @param even the even elements as {@link #round} left them
   * @param odd the odd elements likewise
   * @param evenSigns anything with the signs of the even elements
   * @param oddSigns anything with the signs of the odd elements
   */
  static IntVector pair(IntVector even, IntVector odd, IntVector evenSigns, IntVector oddSigns) {
    IntVector both = even.add(odd.lanewise(LSHL, 4));
    return both.add(both.lanewise(LSHR, 22))
        .or(evenSigns.lanewise(LSHR, 28).and(LOW_SIGN))
        .or(oddSigns.lanewise(LSHR, 24).and(HIGH_SIGN));
  }

  /** Return the values of codes; only the low four bits of a lane count. */
  static FloatVector decode(IntVector codes) {
    if (LANES == 16) {
      // All codes fit one vector: a permutation is a table look-up, by the low bits of the lanes.
      return codes.selectFrom(VALUES).reinterpretAsFloats();
    }
    return arithmetic(codes);
  }

  private static FloatVector arithmetic(IntVector codes) {
    IntVector doubled = DOUBLED.lanewise(LSHR, codes.and(CODE).lanewise(LSHL, 2)).and(NIBBLE);
    FloatVector magnitude = ((FloatVector) doubled.convertShape(I2F, F, 0)).mul(0.5f);
    IntVector sign = codes.and(LOW_SIGN).lanewise(LSHL, 28);
    return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}

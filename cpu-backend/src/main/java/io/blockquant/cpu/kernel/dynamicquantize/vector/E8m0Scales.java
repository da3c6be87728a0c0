package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * R4 and R6 for E8M0 scales: a code is the exponent field of a float32, all but that of 2^-127.
 * Only the reciprocals are written; {@link io.blockquant.cpu.kernel.vector.PowerOfTwo} needs no
 * more.
 *
 * @param qmax the largest magnitude of the data's type (R2)
 * @param up whether scales are rounded up; down otherwise
 */
record E8m0Scales(float qmax, boolean up) implements Pass {
  private static final int FRACTION = 0x7fffff;
  private static final int INFINITY = 0x7f800000;
  private static final int LARGEST = 0xFE;

  /** 2^-127, a subnormal: the value of code 0, and the reciprocal of 2^127. */
  private static final int SMALLEST_BITS = 1 << 22;

  @Override
  public int run(Frame frame) {
    float[] largest = frame.amax;
    float[] reciprocals = frame.reciprocals;
    long codesAt = frame.codesAt;
    int blocks = frame.blocks;
    IntVector amaxBits = IntVector.zero(I);
    for (int i = 0; i < blocks; i += LANES) {
      FloatVector amax = FloatVector.fromArray(F, largest, i);
      amaxBits = amaxBits.max(amax.reinterpretAsInts());
      IntVector code = up ? roundedUp(amax) : floor(amax.reinterpretAsInts());
      Lanes.storeBytes(code, codesAt + i);
      IntVector.broadcast(I, LARGEST)
          .sub(code)
          .lanewise(LSHL, 23)
          .max(SMALLEST_BITS)
          .reinterpretAsFloats()
          .intoArray(reciprocals, i);
    }
    return Verdict.ofPowersOfTwo(amaxBits.reduceLanes(MAX));
  }

  /** Any fraction carries into the exponent; what is at most 2^-127 has code 0. */
  private IntVector roundedUp(FloatVector amax) {
    IntVector bits = amax.div(qmax).reinterpretAsInts();
    IntVector exponent = bits.add(FRACTION).lanewise(LSHR, 23).min(LARGEST);
    return exponent.blend(0, bits.compare(LE, SMALLEST_BITS));
  }

  /** The difference of exponents; a subnormal amax is below the range whatever its exponent. */
  private IntVector floor(IntVector amax) {
    IntVector code = amax.lanewise(LSHR, 23).sub(Math.getExponent(qmax)).max(0);
    return code.blend(LARGEST, amax.compare(EQ, INFINITY));
  }
}

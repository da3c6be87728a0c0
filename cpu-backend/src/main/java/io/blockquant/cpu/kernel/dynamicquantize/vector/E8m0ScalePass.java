package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.blockquant.core.ops.dynamicquantize.ScaleRounding;
import io.blockquant.cpu.kernel.vector.Lanes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** R4 and R6 for E8M0 scales: a code is the exponent field of a float32, all but that of 2^-127. */
final class E8m0ScalePass extends ScalePass {

  private static final int FRACTION = 0x7fffff;
  private static final int INFINITY = 0x7f800000;
  private static final int LARGEST = 0xFE;

  /** 2^-127, a subnormal: the value of code 0. */
  private static final int SMALLEST_BITS = 1 << 22;

  private final float qmax;
  private final boolean up;

  E8m0ScalePass(float qmax, ScaleRounding rounding) {
    this.qmax = qmax;
    this.up =
        switch (rounding) {
          case UP -> true;
          case FLOOR -> false;
        };
  }

  @Override
  int bytes() {
    return Byte.BYTES;
  }

  /**
   * One loop per rounding: where a branch inside a loop makes a vector on either side, C2 boxes it
   * as soon as it finds one side too rare to inline.
   */
  @Override
  boolean compute(float[] largest, int blocks, MemorySegment codes, float[] effective) {
    if (up) {
      roundUp(largest, blocks, codes, effective);
    } else {
      floor(largest, blocks, codes, effective);
    }
    return true;
  }

  /** Any fraction carries into the exponent; what is at most 2^-127 has code 0. */
  private void roundUp(float[] largest, int blocks, MemorySegment codes, float[] effective) {
    for (int i = 0; i < blocks; i += LANES) {
      IntVector bits = FloatVector.fromArray(F, largest, i).div(qmax).reinterpretAsInts();
      IntVector exponent = bits.add(FRACTION).lanewise(LSHR, 23).min(LARGEST);
      store(exponent.blend(0, bits.compare(LE, SMALLEST_BITS)), codes, effective, i);
    }
  }

  /** The difference of exponents; a subnormal amax is below the range whatever its exponent. */
  private void floor(float[] largest, int blocks, MemorySegment codes, float[] effective) {
    int exponentOfQmax = Math.getExponent(qmax);
    for (int i = 0; i < blocks; i += LANES) {
      IntVector amax = FloatVector.fromArray(F, largest, i).reinterpretAsInts();
      IntVector code = amax.lanewise(LSHR, 23).sub(exponentOfQmax).max(0);
      store(code.blend(LARGEST, amax.compare(EQ, INFINITY)), codes, effective, i);
    }
  }

  private static void store(IntVector code, MemorySegment codes, float[] effective, int i) {
    Lanes.storeBytes(code, codes, i);
    IntVector s = code.lanewise(LSHL, 23).max(SMALLEST_BITS);
    s.reinterpretAsFloats().intoArray(effective, i);
  }
}

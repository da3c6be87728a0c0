package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.E4m3Lanes;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * R3 and R6 for E4M3 scales under a scale of scales g.
 *
 * @param qmax the largest magnitude of the data's type (R2)
 * @param negated whether the division wants negated scales
 */
record E4m3Scales(float qmax, boolean negated) implements Pass {
  private static final IntVector ONE = Lanes.constant(Float.floatToRawIntBits(1f));

  /** 2^-9, the value of code 1. */
  private static final IntVector SMALLEST = Lanes.constant((127 - 9) << 23);

  @Override
  public int run(Frame frame) {
    float[] largest = frame.amax;
    float[] scales = frame.scales;
    float[] reciprocals = frame.reciprocals;
    float g = frame.g;
    long codesAt = frame.codesAt;
    int blocks = frame.blocks;
    IntVector least = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector most = IntVector.zero(I);
    IntVector amaxBits = IntVector.zero(I);
    for (int i = 0; i < blocks; i += LANES) {
      FloatVector amax = FloatVector.fromArray(F, largest, i);
      amaxBits = amaxBits.max(amax.reinterpretAsInts());
      // R3: two divisions, each rounded; 0 becomes 2^-9, and a block of zeros has scale 1.
      VectorMask<Integer> isZero = amax.reinterpretAsInts().compare(EQ, 0);
      IntVector rounded =
          E4m3Lanes.roundMagnitude(amax.div(qmax).div(g)).max(SMALLEST).blend(ONE, isZero);
      Lanes.storeBytes(E4m3Lanes.codeOfRounded(rounded), codesAt + i);
      FloatVector s = rounded.reinterpretAsFloats().mul(g);
      (negated ? s.neg() : s).intoArray(scales, i);
      FloatVector.broadcast(F, 1f).div(s).intoArray(reciprocals, i);
      least = least.min(s.reinterpretAsInts());
      most = most.max(s.reinterpretAsInts());
    }
    return Verdict.of(amaxBits.reduceLanes(MAX), least.reduceLanes(MIN), most.reduceLanes(MAX));
  }
}

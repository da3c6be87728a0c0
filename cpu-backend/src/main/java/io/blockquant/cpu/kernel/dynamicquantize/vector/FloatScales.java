package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * R5: the scale is the quotient itself.
 *
 * @param qmax the largest magnitude of the data's type (R2)
 * @param negated whether the division wants negated scales
 */
record FloatScales(float qmax, boolean negated) implements Pass {
  private static final int LARGEST = Float.floatToRawIntBits(Float.MAX_VALUE);

  @Override
  public int run(Frame frame) {
    float[] largest = frame.amax;
    float[] scales = frame.scales;
    float[] reciprocals = frame.reciprocals;
    long codesAt = frame.codesAt;
    int blocks = frame.blocks;
    IntVector least = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector most = IntVector.zero(I);
    IntVector amaxBits = IntVector.zero(I);
    for (int i = 0; i < blocks; i += LANES) {
      IntVector bits = FloatVector.fromArray(F, largest, i).reinterpretAsInts();
      amaxBits = amaxBits.max(bits);
      // One Inf must not poison its block: it counts as the largest finite magnitude.
      FloatVector quotient = bits.min(LARGEST).reinterpretAsFloats().div(qmax);
      FloatVector s = quotient.blend(1f, quotient.compare(EQ, 0f));
      (negated ? s.neg() : s).intoArray(scales, i);
      Lanes.store(s, codesAt + (long) i * Float.BYTES);
      FloatVector.broadcast(F, 1f).div(s).intoArray(reciprocals, i);
      least = least.min(s.reinterpretAsInts());
      most = most.max(s.reinterpretAsInts());
    }
    return Verdict.of(amaxBits.reduceLanes(MAX), least.reduceLanes(MIN), most.reduceLanes(MAX));
  }
}

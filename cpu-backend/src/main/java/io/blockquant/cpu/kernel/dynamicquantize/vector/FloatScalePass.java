package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static jdk.incubator.vector.VectorOperators.EQ;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** R5: the scale is the quotient itself. */
final class FloatScalePass extends ScalePass {

  private static final int LARGEST = Float.floatToRawIntBits(Float.MAX_VALUE);

  private final float qmax;

  FloatScalePass(float qmax) {
    this.qmax = qmax;
  }

  @Override
  int bytes() {
    return Float.BYTES;
  }

  @Override
  boolean compute(float[] largest, int blocks, MemorySegment codes, float[] effective) {
    for (int i = 0; i < blocks; i += LANES) {
      // One Inf must not poison its block: it counts as the largest finite magnitude.
      FloatVector amax =
          FloatVector.fromArray(F, largest, i)
              .reinterpretAsInts()
              .min(LARGEST)
              .reinterpretAsFloats();
      FloatVector quotient = amax.div(qmax);
      FloatVector s = quotient.blend(1f, quotient.compare(EQ, 0f));
      s.intoArray(effective, i);
      s.intoMemorySegment(codes, (long) i * Float.BYTES, ORDER);
    }
    return true;
  }
}

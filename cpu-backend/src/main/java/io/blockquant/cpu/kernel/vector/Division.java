package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Divide element by element, as IEEE 754 says. */
public final class Division {

  private Division() {}

  /**
   * Write {@code x / scales} to {@code quotients}, in whole vectors.
   *
   * @param nan what stands for NaN
   */
  public static void elements(
      MemorySegment x, long xAt, float[] scales, int count, float nan, MemorySegment quotients) {
    FloatVector standsForNan = FloatVector.broadcast(F, nan);
    for (int i = 0; i < count; i += LANES) {
      FloatVector s = FloatVector.fromArray(F, scales, i);
      FloatVector quotient = Lanes.floats(x, xAt + (long) i * Float.BYTES).div(s);
      quotient
          .blend(standsForNan, quotient.test(VectorOperators.IS_NAN))
          .intoMemorySegment(quotients, (long) i * Float.BYTES, ORDER);
    }
  }
}

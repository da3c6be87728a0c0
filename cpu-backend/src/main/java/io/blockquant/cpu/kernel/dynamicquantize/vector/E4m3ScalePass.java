package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import io.blockquant.cpu.kernel.vector.E4m3Lanes;
import io.blockquant.cpu.kernel.vector.Lanes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** R3 and R6 for E4M3 scales under a double-quantization scale g. */
final class E4m3ScalePass extends ScalePass {

  private static final int ONE = 0x38;
  private static final int INFINITY = 0x7f800000;

  private final float qmax;
  private final float g;

  E4m3ScalePass(float qmax, float g) {
    this.qmax = qmax;
    this.g = g;
  }

  @Override
  int bytes() {
    return Byte.BYTES;
  }

  @Override
  boolean compute(float[] largest, int blocks, MemorySegment codes, float[] effective) {
    IntVector least = IntVector.broadcast(I, INFINITY);
    IntVector most = IntVector.zero(I);
    for (int i = 0; i < blocks; i += LANES) {
      FloatVector amax = FloatVector.fromArray(F, largest, i);
      // R3: two divisions, each rounded; 0 becomes 2^-9, and a block of zeros has scale 1.
      IntVector code =
          E4m3Lanes.encode(amax.div(qmax).div(g)).max(1).blend(ONE, amax.compare(EQ, 0f).cast(I));
      Lanes.storeBytes(code, codes, i);
      FloatVector s = E4m3Lanes.decode(code).mul(g);
      s.intoArray(effective, i);
      least = least.min(s.reinterpretAsInts());
      most = most.max(s.reinterpretAsInts());
    }
    return least.reduceLanes(MIN) > 0 && most.reduceLanes(MAX) < INFINITY;
  }
}

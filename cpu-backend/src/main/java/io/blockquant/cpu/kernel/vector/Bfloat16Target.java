package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes BFLOAT16. */
public record Bfloat16Target() implements Target {
  private static final IntVector MAGNITUDE = Lanes.constant(Lanes.MAGNITUDE);
  private static final int NAN = 0x7FC0;

  @Override
  public int bytes() {
    return Short.BYTES;
  }

  /** Adding half a unit, less one where the result is even, rounds to nearest even by carrying. */
  @Override
  public void store(FloatVector values, long at) {
    IntVector bits = values.reinterpretAsInts();
    IntVector odd = bits.lanewise(LSHR, 16).and(1);
    IntVector rounded = bits.add(odd).add(0x7FFF).lanewise(LSHR, 16);
    Lanes.storeHalves(rounded.blend(NAN, bits.and(MAGNITUDE).compare(GT, 0x7f800000)), at);
  }
}

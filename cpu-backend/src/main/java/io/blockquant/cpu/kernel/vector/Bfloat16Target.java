package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes BFLOAT16. */
public record Bfloat16Target() implements Target {
  private static final IntVector MAGNITUDE = Lanes.constant(Lanes.MAGNITUDE);
  private static final IntVector INFINITY = Lanes.constant(0x7F800000);
  private static final IntVector UPPER = Lanes.constant(0xFFFF0000);
  private static final int NAN = 0x7FC00000;
  private static final long VECTOR_BYTES = (long) LANES * Short.BYTES;

  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public void storePairs(FloatVector even, FloatVector odd, long at) {
    Lanes.store(rounded(even).lanewise(LSHR, Short.SIZE).or(rounded(odd).and(UPPER)), at);
  }

  @Override
  public void store(FloatVector low, FloatVector high, long at) {
    Lanes.storeHalves(rounded(low).lanewise(LSHR, Short.SIZE), at);
    Lanes.storeHalves(rounded(high).lanewise(LSHR, Short.SIZE), at + VECTOR_BYTES);
  }

  /** Adding half a unit, less one where the result is even, rounds to nearest even by carrying. */
  private static IntVector rounded(FloatVector values) {
    IntVector bits = values.reinterpretAsInts();
    IntVector odd = bits.lanewise(LSHR, 16).and(1);
    return bits.add(odd).add(0x7FFF).blend(NAN, bits.and(MAGNITUDE).compare(GT, INFINITY));
  }
}

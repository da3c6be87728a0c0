package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads FLOAT8E5M2, which is the upper half of a FLOAT16.
 *
 * @param isEvenOdd whether even codes are taken apart from odd ones
 */
public record E5m2Codes(boolean isEvenOdd) implements CodeSource {
  @Override
  public int bits() {
    return 8;
  }

  @Override
  public IntVector first(long at) {
    return isEvenOdd ? Lanes.halves(at) : Lanes.bytes(at);
  }

  @Override
  public IntVector second(long at) {
    return isEvenOdd ? Lanes.halves(at).lanewise(LSHR, Byte.SIZE) : Lanes.bytes(at + LANES);
  }

  @Override
  public FloatVector value(IntVector codes, IntVector zeros) {
    return Float16Lanes.widenAny(codes.lanewise(LSHL, 21), codes.lanewise(LSHL, 24))
        .reinterpretAsFloats();
  }
}

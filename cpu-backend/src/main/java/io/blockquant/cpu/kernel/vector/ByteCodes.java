package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads INT8 or UINT8; differences with zero points are exact.
 *
 * @param signed whether it is INT8
 * @param isEvenOdd whether even codes are taken apart from odd ones
 */
public record ByteCodes(boolean signed, boolean isEvenOdd) implements CodeSource {
  private static final IntVector BYTE = Lanes.constant(0xFF);

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
    IntVector integers = signed ? codes.lanewise(LSHL, 24).lanewise(ASHR, 24) : codes.and(BYTE);
    return (FloatVector) integers.sub(zeros).convertShape(I2F, F, 0);
  }
}

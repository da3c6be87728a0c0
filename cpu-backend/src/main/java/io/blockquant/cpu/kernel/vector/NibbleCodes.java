package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads INT4 or UINT4; differences with zero points are exact.
 *
 * @param signed whether it is INT4
 */
public record NibbleCodes(boolean signed) implements CodeSource {
  private static final IntVector NIBBLE = Lanes.constant(0xF);

  @Override
  public int bits() {
    return 4;
  }

  @Override
  public boolean isEvenOdd() {
    return true;
  }

  @Override
  public IntVector first(long at) {
    return Lanes.bytes(at);
  }

  @Override
  public IntVector second(long at) {
    return Lanes.bytes(at).lanewise(LSHR, 4);
  }

  @Override
  public FloatVector value(IntVector codes, IntVector zeros) {
    IntVector integers = signed ? codes.lanewise(LSHL, 28).lanewise(ASHR, 28) : codes.and(NIBBLE);
    return (FloatVector) integers.sub(zeros).convertShape(I2F, F, 0);
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads INT8 or UINT8; differences with zero points are exact.
 *
 * @param signed whether it is INT8
 */
public record ByteCodes(boolean signed) implements CodeSource {
  @Override
  public int bits() {
    return 8;
  }

  @Override
  public IntVector read(long at) {
    return Lanes.bytes(at);
  }

  @Override
  public FloatVector first(IntVector read, long at, IntVector zeros) {
    return value(read, zeros);
  }

  @Override
  public FloatVector second(IntVector read, long at, IntVector zeros) {
    return value(Lanes.bytes(at + LANES), zeros);
  }

  private FloatVector value(IntVector codes, IntVector zeros) {
    IntVector integers = signed ? codes.lanewise(LSHL, 24).lanewise(ASHR, 24) : codes;
    return (FloatVector) integers.sub(zeros).convertShape(I2F, F, 0);
  }
}

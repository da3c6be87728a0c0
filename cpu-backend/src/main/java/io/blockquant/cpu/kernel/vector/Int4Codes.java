package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads INT4 without zero points: half the steps of {@link NibbleCodes} where a table has room. */
public record Int4Codes() implements CodeSource {
  private static final IntVector VALUES = arithmetic(Lanes.iota(1)).reinterpretAsInts();

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
    // A permutation is a table look-up, by the low bits of the lanes.
    return LANES == 16 ? codes.selectFrom(VALUES).reinterpretAsFloats() : arithmetic(codes);
  }

  private static FloatVector arithmetic(IntVector codes) {
    return (FloatVector) codes.lanewise(LSHL, 28).lanewise(ASHR, 28).convertShape(I2F, F, 0);
  }
}

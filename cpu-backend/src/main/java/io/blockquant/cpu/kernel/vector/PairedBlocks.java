package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** One scale per block of exactly one vector, even elements apart from odd ones. */
public record PairedBlocks() implements ScaleLayout {
  private static final int SHIFT = Integer.numberOfTrailingZeros(LANES);

  /** 0 in the lower half and 1 in the upper. */
  private static final IntVector BLOCK_OF_LANE = Lanes.iota(2).lanewise(LSHR, SHIFT);

  @Override
  public FloatVector first(float[] scales, int i) {
    IntVector near = FloatVector.fromArray(F, scales, i >>> SHIFT).reinterpretAsInts();
    return BLOCK_OF_LANE.selectFrom(near).reinterpretAsFloats();
  }

  @Override
  public FloatVector second(float[] scales, int i) {
    IntVector near = FloatVector.fromArray(F, scales, i >>> SHIFT).reinterpretAsInts();
    return BLOCK_OF_LANE.selectFrom(near).reinterpretAsFloats();
  }
}

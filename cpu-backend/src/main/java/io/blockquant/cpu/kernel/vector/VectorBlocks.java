package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/** One scale per block of exactly one vector, elements in order. */
public record VectorBlocks() implements ScaleLayout {
  private static final int SHIFT = Integer.numberOfTrailingZeros(LANES);

  @Override
  public FloatVector first(float[] scales, int i) {
    return FloatVector.broadcast(F, scales[i >>> SHIFT]);
  }

  @Override
  public FloatVector second(float[] scales, int i) {
    return FloatVector.broadcast(F, scales[(i >>> SHIFT) + 1]);
  }
}

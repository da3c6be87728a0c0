package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;

import jdk.incubator.vector.FloatVector;

/**
 * One scale per block, and two vectors never reach into two blocks.
 *
 * @param shift the binary logarithm of the block size
 */
public record WholeBlocks(int shift) implements ScaleLayout {
  /** A row that lies within one block. */
  public static final WholeBlocks ONE = new WholeBlocks(Integer.SIZE - 1);

  @Override
  public FloatVector first(float[] scales, int i) {
    return FloatVector.broadcast(F, scales[i >>> shift]);
  }

  @Override
  public FloatVector second(float[] scales, int i) {
    return FloatVector.broadcast(F, scales[i >>> shift]);
  }
}

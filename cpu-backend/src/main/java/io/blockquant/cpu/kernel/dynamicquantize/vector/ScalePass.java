package io.blockquant.cpu.kernel.dynamicquantize.vector;

import java.lang.foreign.MemorySegment;

/** Make the scales of a chunk's blocks: one class per scale type. */
abstract sealed class ScalePass permits E4m3ScalePass, E8m0ScalePass, FloatScalePass {

  /** Return the bytes of a stored scale. */
  abstract int bytes();

  /**
   * Compute codes and effective scales of blocks; whole vectors, so up to one vector beyond {@code
   * blocks} is read and written.
   *
   * @param largest the largest magnitude of each block, none NaN
   * @param codes receives the scales as they are stored, native
   * @param effective receives what the data is divided by (R6)
   * @return whether every effective scale is positive and finite
   */
  abstract boolean compute(float[] largest, int blocks, MemorySegment codes, float[] effective);
}

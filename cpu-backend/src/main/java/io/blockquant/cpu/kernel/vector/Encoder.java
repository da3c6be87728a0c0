package io.blockquant.cpu.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * Write the codes of a chunk of float32: one class per format.
 *
 * <p>Counts are multiples of {@link #step}, memory is native, positions are in bytes. Stateless.
 */
public abstract sealed class Encoder permits E2m1Encoder, E4m3Encoder, ByteEncoder, NibbleEncoder {

  Encoder() {}

  /** Return what counts are multiples of: whole stores, and eight, where the scalar twin starts. */
  public abstract int step();

  /** Return the number whose code NaN has; NaN itself where the format has one (F3). */
  public abstract float nanStandsFor();

  /**
   * Divide blocks by a scale each and encode the quotients. No x is NaN, every scale is positive
   * and finite: then no quotient is NaN, and its sign is that of x.
   *
   * @param scales one scale per block, from index 0
   * @param shift the binary logarithm of the block size, which is at least 16
   */
  public abstract void encodeBlocks(
      MemorySegment x,
      long xAt,
      float[] scales,
      int shift,
      int count,
      MemorySegment codes,
      long codesAt);

  /**
   * Encode numbers, NaN already replaced by {@link #nanStandsFor}.
   *
   * @param zeros one zero point per element; read by integer formats only
   */
  public abstract void encode(
      MemorySegment numbers, int[] zeros, int count, MemorySegment codes, long codesAt);
}

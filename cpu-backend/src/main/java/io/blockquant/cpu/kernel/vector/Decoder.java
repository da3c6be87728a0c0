package io.blockquant.cpu.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * Multiply the values of a chunk's codes by their scales, in float32: one class per format.
 *
 * <p>Counts are multiples of {@link #step}, memory is native, positions are in bytes. Stateless.
 */
public abstract sealed class Decoder permits E2m1Decoder, E4m3Decoder, ByteDecoder, NibbleDecoder {

  Decoder() {}

  /** Return what counts are multiples of: whole loads, and eight, where the scalar twin starts. */
  public abstract int step();

  /**
   * Decode blocks with a scale each and no zero points.
   *
   * @param scales one scale per block, from index 0
   * @param shift the binary logarithm of the block size, which is at least 16
   */
  public abstract void decodeBlocks(
      MemorySegment codes,
      long codesAt,
      float[] scales,
      int shift,
      int count,
      MemorySegment values,
      long valuesAt);

  /**
   * Decode elements with a scale and a zero point each.
   *
   * @param zeros one zero point per element; read by integer formats only
   */
  public abstract void decodeElements(
      MemorySegment codes,
      long codesAt,
      float[] scales,
      int[] zeros,
      int count,
      MemorySegment values,
      long valuesAt);
}

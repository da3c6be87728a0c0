package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.Lanes.MAGNITUDE;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.MAX;

import io.blockquant.cpu.kernel.vector.Lanes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/**
 * Find the largest magnitude of each block (R1), as the bits of a float: without the sign they are
 * ordered as integers are, and NaN comes out above infinity.
 */
final class Magnitudes {

  private Magnitudes() {}

  /**
   * Scan contiguous blocks.
   *
   * @param shift the binary logarithm of the block size, which is a multiple of the lanes
   * @param largest receives the bits of each block's largest magnitude
   * @return the largest of all
   */
  static int ofBlocks(MemorySegment x, long xAt, int shift, int blocks, float[] largest) {
    int all = 0;
    int size = 1 << shift;
    long at = xAt;
    for (int block = 0; block < blocks; block++) {
      IntVector most = IntVector.zero(I);
      for (int i = 0; i < size; i += LANES) {
        most = most.max(Lanes.ints(x, at + (long) i * Float.BYTES).and(MAGNITUDE));
      }
      int bits = most.reduceLanes(MAX);
      largest[block] = Float.intBitsToFloat(bits);
      all = Math.max(all, bits);
      at += (long) size * Float.BYTES;
    }
    return all;
  }
}

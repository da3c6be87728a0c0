package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.MAX;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Source;
import jdk.incubator.vector.IntVector;

/**
 * Finds the largest magnitude of each block of one row (R1), for blocks of any size from two
 * vectors up. The last vectors of a block overlap; a partial block shorter than that has zeros
 * behind it.
 *
 * @param source the row's elements
 */
record ScanLongBlocks(Source source) implements Pass {
  private static final int STEP = 2 * LANES;

  @Override
  public int run(Frame frame) {
    float[] amax = frame.amax;
    int blocks = frame.blocks;
    int filled = frame.filled;
    int size = frame.blockColumns;
    for (int block = 0; block < blocks; block++) {
      int from = block * size;
      int to = Math.min(filled, from + size);
      IntVector most = source.couples(frame.xAt + (long) from * source.bytes());
      for (int i = from + STEP; i + STEP <= to; i += STEP) {
        most = most.max(source.couples(frame.xAt + (long) i * source.bytes()));
      }
      long last = Math.max(from, to - STEP);
      most = most.max(source.couples(frame.xAt + last * source.bytes()));
      amax[block] = Float.intBitsToFloat(source.magnitude(most).reduceLanes(MAX));
    }
    return DONE;
  }
}

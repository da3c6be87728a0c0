package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Finds the largest magnitude of each column of a tile of FLOAT16 or BFLOAT16, over all its rows.
 * Without their signs the numbers of both types are ordered as integers are.
 */
record FoldHalfRows() implements Pass {
  private static final short MAGNITUDE = 0x7FFF;
  private static final int UNROLLED = 4;
  private static final int STEP = 2 * LANES;

  @Override
  public int run(Frame frame) {
    long folded = frame.foldedAt;
    long stride = frame.xStride;
    int rows = frame.rows;
    int columns = frame.columns;
    for (int i = 0; i < columns; i += STEP) {
      long at = (long) i * Short.BYTES;
      Lanes.store(magnitudes(frame.xAt + at), folded + at);
    }
    for (int i = columns; i < frame.foldedColumns; i += STEP) {
      Lanes.store(IntVector.zero(I), folded + (long) i * Short.BYTES);
    }
    int row = 1;
    for (; row + UNROLLED <= rows; row += UNROLLED) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += STEP) {
        long at = (long) i * Short.BYTES;
        ShortVector first = magnitudes(start + at).max(magnitudes(start + stride + at));
        ShortVector second =
            magnitudes(start + 2 * stride + at).max(magnitudes(start + 3 * stride + at));
        Lanes.store(first.max(second).max(Lanes.shorts(folded + at)), folded + at);
      }
    }
    for (; row < rows; row++) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += STEP) {
        long at = (long) i * Short.BYTES;
        Lanes.store(magnitudes(start + at).max(Lanes.shorts(folded + at)), folded + at);
      }
    }
    return DONE;
  }

  private static ShortVector magnitudes(long at) {
    return Lanes.shorts(at).and(MAGNITUDE);
  }
}

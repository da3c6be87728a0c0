package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import jdk.incubator.vector.IntVector;

/** Finds the largest magnitude of each column of a tile of FLOAT, over all its rows. */
record FoldRows() implements Pass {
  private static final int UNROLLED = 4;

  @Override
  public int run(Frame frame) {
    long folded = frame.foldedAt;
    long stride = frame.xStride;
    int rows = frame.rows;
    int columns = frame.columns;

    for (int i = 0; i < columns; i += LANES) {
      long at = (long) i * Float.BYTES;
      Lanes.store(magnitudes(frame.xAt + at), folded + at);
    }
    for (int i = columns; i < frame.foldedColumns; i += LANES) {
      Lanes.store(IntVector.zero(I), folded + (long) i * Float.BYTES);
    }
    int row = 1;
    for (; row + UNROLLED <= rows; row += UNROLLED) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += LANES) {
        long at = (long) i * Float.BYTES;
        IntVector first = magnitudes(start + at).max(magnitudes(start + stride + at));
        IntVector second =
            magnitudes(start + 2 * stride + at).max(magnitudes(start + 3 * stride + at));
        Lanes.store(first.max(second).max(Lanes.ints(folded + at)), folded + at);
      }
    }
    for (; row < rows; row++) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += LANES) {
        long at = (long) i * Float.BYTES;
        Lanes.store(magnitudes(start + at).max(Lanes.ints(folded + at)), folded + at);
      }
    }
    return DONE;
  }

  private static IntVector magnitudes(long at) {
    return Lanes.ints(at).and(Lanes.MAGNITUDE);
  }
}

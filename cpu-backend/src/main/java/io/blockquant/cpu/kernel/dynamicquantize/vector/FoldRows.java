package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** Finds the largest magnitude of each column of a tile of FLOAT, over all its rows. */
record FoldRows() implements Pass {
  private static final int UNROLLED = 4;

  @Override
  public int run(Frame frame) {
    MemorySegment x = frame.x;
    MemorySegment folded = frame.folded;
    long stride = frame.xStride;
    int rows = frame.rows;
    int columns = frame.columns;

    for (int i = 0; i < columns; i += LANES) {
      long at = (long) i * Float.BYTES;
      magnitudes(x, frame.xAt + at).intoMemorySegment(folded, at, ORDER);
    }
    int row = 1;
    for (; row + UNROLLED <= rows; row += UNROLLED) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += LANES) {
        long at = (long) i * Float.BYTES;
        IntVector first = magnitudes(x, start + at).max(magnitudes(x, start + stride + at));
        IntVector second =
            magnitudes(x, start + 2 * stride + at).max(magnitudes(x, start + 3 * stride + at));
        first.max(second).max(Lanes.ints(folded, at)).intoMemorySegment(folded, at, ORDER);
      }
    }
    for (; row < rows; row++) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += LANES) {
        long at = (long) i * Float.BYTES;
        magnitudes(x, start + at).max(Lanes.ints(folded, at)).intoMemorySegment(folded, at, ORDER);
      }
    }
    return DONE;
  }

  private static IntVector magnitudes(MemorySegment x, long at) {
    return Lanes.ints(x, at).and(Lanes.MAGNITUDE);
  }
}

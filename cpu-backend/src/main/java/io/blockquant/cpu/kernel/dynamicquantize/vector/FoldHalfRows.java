package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static io.blockquant.cpu.kernel.vector.VectorWidth.WHOLE_S;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Pass;
import java.lang.foreign.MemorySegment;
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
    MemorySegment x = frame.x;
    MemorySegment folded = frame.folded;
    long stride = frame.xStride;
    int rows = frame.rows;
    int columns = frame.columns;
    for (int i = 0; i < columns; i += STEP) {
      long at = (long) i * Short.BYTES;
      magnitudes(x, frame.xAt + at).intoMemorySegment(folded, at, ORDER);
    }
    int row = 1;
    for (; row + UNROLLED <= rows; row += UNROLLED) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += STEP) {
        long at = (long) i * Short.BYTES;
        ShortVector first = magnitudes(x, start + at).max(magnitudes(x, start + stride + at));
        ShortVector second =
            magnitudes(x, start + 2 * stride + at).max(magnitudes(x, start + 3 * stride + at));
        first.max(second).max(shorts(folded, at)).intoMemorySegment(folded, at, ORDER);
      }
    }
    for (; row < rows; row++) {
      long start = frame.xAt + row * stride;
      for (int i = 0; i < columns; i += STEP) {
        long at = (long) i * Short.BYTES;
        magnitudes(x, start + at).max(shorts(folded, at)).intoMemorySegment(folded, at, ORDER);
      }
    }
    return DONE;
  }

  private static ShortVector magnitudes(MemorySegment x, long at) {
    return shorts(x, at).and(MAGNITUDE);
  }

  private static ShortVector shorts(MemorySegment x, long at) {
    return ShortVector.fromMemorySegment(WHOLE_S, x, at, ORDER);
  }
}

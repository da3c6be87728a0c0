package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Multiplies the values of a tile's codes by their scales.
 *
 * @param codes what is read
 * @param layout where the scales are
 * @param target what is written
 * @param hasZeros whether there are zero points, one per lane
 */
public record Decode(CodeSource codes, ScaleLayout layout, Target target, boolean hasZeros)
    implements Pass {
  @Override
  public int run(Frame frame) {
    float[] scales = frame.scales;
    int[] zeros = frame.zeros;
    int columns = frame.columns;
    for (int row = 0; row < frame.rows; row++) {
      long from = frame.xAt + row * frame.xStride;
      long to = frame.yAt + row * frame.yStride;
      for (int i = 0; i < columns; i += 2 * LANES) {
        long at = from + (i * codes.bits() >>> 3);
        IntVector p = hasZeros ? IntVector.fromArray(I, zeros, i) : IntVector.zero(I);
        IntVector q = hasZeros ? IntVector.fromArray(I, zeros, i + LANES) : IntVector.zero(I);
        FloatVector first = codes.value(codes.first(at), p).mul(layout.first(scales, i));
        FloatVector second = codes.value(codes.second(at), q).mul(layout.second(scales, i));
        if (codes.isEvenOdd()) {
          target.storePairs(first, second, to + (long) i * target.bytes());
        } else {
          target.store(first, second, to + (long) i * target.bytes());
        }
      }
    }
    return DONE;
  }
}

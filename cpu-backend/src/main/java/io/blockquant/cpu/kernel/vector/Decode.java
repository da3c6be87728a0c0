package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
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
        long at = from + (long) i * codes.bits() / Byte.SIZE;
        long out = to + (long) i * target.bytes();
        IntVector read = codes.read(at);
        target.store(
            codes
                .first(read, at, hasZeros ? IntVector.fromArray(I, zeros, i) : IntVector.zero(I))
                .mul(layout.first(scales, i)),
            out);
        target.store(
            codes
                .second(
                    read,
                    at,
                    hasZeros ? IntVector.fromArray(I, zeros, i + LANES) : IntVector.zero(I))
                .mul(layout.second(scales, i)),
            out + (long) LANES * target.bytes());
      }
    }
    return DONE;
  }
}

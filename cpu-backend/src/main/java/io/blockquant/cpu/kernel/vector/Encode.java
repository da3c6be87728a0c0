package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Divides a tile by its scales and writes the codes (R7). No element is NaN, every scale positive
 * and finite: then the sign of a code is that of its element.
 *
 * @param source what is divided
 * @param layout where the scales are
 * @param quotient how it is divided
 * @param sink what is written
 * @param touches whether the next tile is touched
 */
public record Encode(
    Source source, ScaleLayout layout, Quotient quotient, Sink sink, boolean touches)
    implements Pass {
  private static final int LINE = 64;

  /**
   * Encode the tile.
   *
   * @return a sum of what was touched, of no meaning
   */
  @Override
  public int run(Frame frame) {
    long ahead = frame.ahead;
    int touched = 0;
    float[] scales = frame.scales;
    float[] reciprocals = frame.reciprocals;
    int columns = frame.columns;
    for (int row = 0; row < frame.rows; row++) {
      long from = frame.xAt + row * frame.xStride;
      long to = frame.yAt + row * frame.yStride;
      for (int i = 0; i < columns; i += 2 * LANES) {
        long at = from + (long) i * source.bytes();
        if (touches) {
          touched += touch(at + ahead);
        }
        IntVector a = source.first(at);
        IntVector b = source.second(at);
        IntVector first = sink.wantsPairs() ? source.even(a, b) : a;
        IntVector second = sink.wantsPairs() ? source.odd(a, b) : b;
        FloatVector p =
            quotient.of(
                first.reinterpretAsFloats(), layout.first(scales, i), layout.first(reciprocals, i));
        FloatVector q =
            quotient.of(
                second.reinterpretAsFloats(),
                layout.second(scales, i),
                layout.second(reciprocals, i));
        sink.store(
            source,
            sink.encode(p, first),
            sink.encode(q, second),
            first,
            second,
            to + (long) i * sink.bits() / Byte.SIZE);
      }
    }
    return touched;
  }

  /**
   * Read a word of each cache line of the next tile, so that it is on its way from memory while
   * this one is computed with. Loads have ports of their own: it costs nothing where memory is
   * near.
   */
  private int touch(long at) {
    int first = Lanes.word(at);
    return source.bytes() == Float.BYTES ? first + Lanes.word(at + LINE) : first;
  }
}

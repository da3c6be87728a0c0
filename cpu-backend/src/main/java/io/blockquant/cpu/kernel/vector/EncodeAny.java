package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Divides a tile by scales that may be anything, and writes the codes, zero points added.
 *
 * @param source what is divided
 * @param layout where the scales are
 * @param sink what is written
 * @param hasZeros whether there are zero points, one per lane
 */
public record EncodeAny(Source source, ScaleLayout layout, Sink sink, boolean hasZeros)
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
        long at = from + (long) i * source.bytes();
        IntVector a = source.first(at);
        IntVector b = source.second(at);
        IntVector first = sink.wantsPairs() ? source.even(a, b) : a;
        IntVector second = sink.wantsPairs() ? source.odd(a, b) : b;
        FloatVector p = quotient(first, layout.first(scales, i));
        FloatVector q = quotient(second, layout.second(scales, i));
        sink.store(
            source,
            sink.encodeWithZeros(
                p, hasZeros ? IntVector.fromArray(I, zeros, i) : IntVector.zero(I)),
            sink.encodeWithZeros(
                q, hasZeros ? IntVector.fromArray(I, zeros, i + LANES) : IntVector.zero(I)),
            p.reinterpretAsInts(),
            q.reinterpretAsInts(),
            to + (long) i * sink.bits() / Byte.SIZE);
      }
    }
    return DONE;
  }

  /** F3: what a format without NaN has instead is a number here already, of positive sign. */
  private FloatVector quotient(IntVector x, FloatVector scale) {
    FloatVector quotient = x.reinterpretAsFloats().div(scale);
    return quotient.blend(sink.nanStandsFor(), quotient.test(VectorOperators.IS_NAN));
  }
}

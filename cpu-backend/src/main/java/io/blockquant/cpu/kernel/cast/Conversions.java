package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.E8m0;
import io.blockquant.core.dtype.E8m0Rounding;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.core.dtype.Integers;
import org.jspecify.annotations.Nullable;

/** Turn the bits of one element into the bits of another type, as the rules of Cast say. */
final class Conversions {

  private final ElementType from;
  private final ElementType to;
  private final Conversion conversion;
  private final E8m0Rounding rounding;
  private final @Nullable FloatCodec decoder;
  private final @Nullable FloatCodec encoder;

  Conversions(CastProblem problem) {
    this.from = problem.from();
    this.to = problem.to();
    this.conversion = problem.attributes().conversion();
    this.rounding = problem.attributes().rounding().orElseThrow();
    this.decoder = Codecs.exists(from) ? Codecs.of(from) : null;
    this.encoder = Codecs.exists(to) ? Codecs.of(to) : null;
  }

  /** Return the bits of y for the bits of x. */
  long convert(long bits) {
    if (from.isFloating()) {
      return fromFloat(value(bits));
    }
    long whole = from == ElementType.BOOL ? (bits == 0 ? 0 : 1) : Integers.signExtend(from, bits);
    if (to == ElementType.BOOL) {
      return whole == 0 ? 0 : 1;
    }
    if (to.isInteger()) {
      return Integers.code(to, whole); // K2
    }
    return fromFloat(Integers.toDoubleRoundedToOdd(whole, from == ElementType.UINT64, to));
  }

  private double value(long bits) {
    if (decoder != null) {
      return decoder.decode((int) bits);
    }
    return from == ElementType.FLOAT
        ? Float.intBitsToFloat((int) bits)
        : Double.longBitsToDouble(bits);
  }

  private long fromFloat(double value) {
    if (to == ElementType.FLOAT) {
      return Integer.toUnsignedLong(Float.floatToRawIntBits((float) value));
    }
    if (to == ElementType.DOUBLE) {
      return Double.doubleToRawLongBits(value);
    }
    if (to == ElementType.FLOAT8E8M0) {
      return E8m0.FLOAT8E8M0.encode(value, rounding, conversion.overflow());
    }
    if (encoder != null) {
      return encoder.encode(value, conversion);
    }
    if (to == ElementType.BOOL) {
      return value == 0 ? 0 : 1;
    }
    // K1: no fraction is left for the rounding to look at.
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    ElementType range = to.isSubByte() ? ElementType.INT32 : to;
    return Integers.code(to, Integers.roundAndSaturate(range, whole));
  }
}

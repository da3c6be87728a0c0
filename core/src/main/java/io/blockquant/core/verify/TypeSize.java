package io.blockquant.core.verify;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import java.util.OptionalLong;

/** Compute the bytes of a type that nobody has vouched for: saturating, where Shape would throw. */
final class TypeSize {

  private TypeSize() {}

  /** Return the bytes, {@link Long#MAX_VALUE} for that many or more; empty where not known. */
  static OptionalLong of(TensorType type) {
    if (!type.hasRank() || type.elementType() == ElementType.STRING) {
      return OptionalLong.empty();
    }
    long count = 1;
    boolean open = false;
    for (Dim dim : type.knownDims()) {
      switch (dim) {
        case Dim.Fixed fixed -> {
          if (fixed.extent() == 0) {
            return OptionalLong.of(0);
          }
          count = times(count, fixed.extent());
        }
        case Dim.Symbol _, Dim.Unknown _ -> open = true;
      }
    }
    return open ? OptionalLong.empty() : OptionalLong.of(bytes(count, type.elementType().bits()));
  }

  static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  static String describe(long bytes) {
    return bytes == Long.MAX_VALUE ? "2^63 or more" : Long.toString(bytes);
  }

  private static long times(long a, long b) {
    return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private static long bytes(long count, int bits) {
    long bitCount = times(count, bits);
    // Only a count above 2^56 can saturate here while its bytes would not: no memory holds either.
    return bitCount == Long.MAX_VALUE ? bitCount : plus(bitCount, Byte.SIZE - 1) / Byte.SIZE;
  }
}

package io.blockquant.core.dtype;

import io.blockquant.core.dtype.Conversion.NanRule;
import io.blockquant.core.dtype.Conversion.Overflow;
import java.util.Arrays;

/**
 * Convert by searching the sorted list of all values: slow, and nothing like the code under test.
 *
 * <p>"x is nearer to lo than to hi" is decided as 2x < lo + hi. Both sides are exact in {@code
 * double}: values have at most 11 significant bits, and 2x overflows only far above every format.
 */
final class NearestCodeOracle {

  private final FormatTable format;

  /** Values of the positive finite codes, then the value that would follow the largest. */
  private final double[] ladder;

  NearestCodeOracle(FormatTable format) {
    this.format = format;
    int max = format.maxFiniteCode;
    ladder = new double[max + 2];
    for (int code = 0; code <= max; code++) {
      ladder[code] = format.value(code);
    }
    ladder[max + 1] = ladder[max] + (ladder[max] - ladder[max - 1]);
  }

  int encode(double x, Conversion how) {
    if (Double.isNaN(x)) {
      return nan(how.nan());
    }
    boolean negative = 1 / x < 0 || x < 0;
    int sign = negative ? format.signBit() : 0;
    int code = nearest(Math.abs(x));
    if (code > format.maxFiniteCode || Double.isInfinite(x)) {
      return overflow(sign, how.overflow());
    }
    return code == 0 && format.isUnsignedZero() ? 0 : sign + code;
  }

  private int nearest(double magnitude) {
    int found = Arrays.binarySearch(ladder, magnitude);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    if (above == ladder.length) {
      return above;
    }
    int below = above - 1;
    int order = Double.compare(2 * magnitude, ladder[below] + ladder[above]);
    if (order == 0) {
      return below % 2 == 0 ? below : above;
    }
    return order < 0 ? below : above;
  }

  private int overflow(int sign, Overflow rule) {
    if (format.hasInfinity && (format.neverSaturates() || rule == Overflow.TO_SPECIAL)) {
      return sign + format.maxFiniteCode + 1;
    }
    if (format.hasNan() && rule == Overflow.TO_SPECIAL) {
      return canonicalNan();
    }
    return sign + format.maxFiniteCode;
  }

  private int nan(NanRule rule) {
    if (format.hasNan()) {
      return canonicalNan();
    }
    return rule == NanRule.LARGEST_POSITIVE ? format.maxFiniteCode : format.signBit();
  }

  private int canonicalNan() {
    return switch (format) {
      case E4M3FN -> 0x7F;
      case E4M3FNUZ, E5M2FNUZ -> 0x80;
      case E5M2 -> 0x7E;
      case BINARY16 -> 0x7E00;
      case BFLOAT16 -> 0x7FC0;
      case E2M1, E2M3, E3M2 -> throw new AssertionError(format + " has no NaN");
    };
  }
}

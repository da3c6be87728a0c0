package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** F1: rounding is to nearest, ties to even, with gradual underflow, from the exact double. */
class F1RoundToNearestEvenTest {

  private static final Conversion[] CONVERSIONS = {
    Conversion.QUANTIZE,
    Conversion.CAST,
    Conversion.CAST_UNSATURATED,
    Conversion.QUANTIZE_UNSATURATED
  };
  private static final long SEED = 0xB10C_0000L;

  @ParameterizedTest
  @EnumSource
  void everyFloat16AndBfloat16(FormatTable format) {
    Comparison comparison = new Comparison(format);
    for (int bits = 0; bits < 1 << 16; bits++) {
      comparison.check(Float.float16ToFloat((short) bits));
      comparison.check(Float.intBitsToFloat(bits << 16));
    }
    assertEquals(4L * 2 * (1 << 16), comparison.count);
  }

  @ParameterizedTest
  @EnumSource
  void everyMidpointAndItsNeighbours(FormatTable format) {
    Comparison comparison = new Comparison(format);
    for (int code = 0; code < format.maxFiniteCode; code++) {
      double low = format.value(code);
      double high = format.value(code + 1);
      comparison.checkAround(low);
      comparison.checkAround((low + high) / 2);
    }
    assertEquals(4L * 2 * 9 * 2 * format.maxFiniteCode, comparison.count);
  }

  @ParameterizedTest
  @EnumSource
  void aroundTheOverflowThreshold(FormatTable format) {
    double max = format.value(format.maxFiniteCode);
    double step = max - format.value(format.maxFiniteCode - 1);
    Comparison comparison = new Comparison(format);
    for (double quarters = 0; quarters <= 16; quarters++) {
      comparison.checkAround(max + step * quarters / 4);
    }
    comparison.checkAround(2 * max);
    assertEquals(4L * 2 * 9 * 18, comparison.count);
  }

  @ParameterizedTest
  @EnumSource
  void everyPowerOfTwoOfDoubleAndItsExtremes(FormatTable format) {
    Comparison comparison = new Comparison(format);
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      comparison.checkAround(Math.scalb(1.0, exponent));
      comparison.checkAround(Math.scalb(1.5, exponent));
    }
    for (double extreme :
        new double[] {
          0,
          Double.MIN_NORMAL,
          Double.MAX_VALUE,
          Float.MIN_VALUE,
          Float.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Double.NaN
        }) {
      comparison.checkAround(extreme);
    }
    assertEquals(4L * 2 * 9 * (2 * 2098 + 7), comparison.count);
  }

  @ParameterizedTest
  @EnumSource
  void randomDoublesInAndAroundTheRange(FormatTable format) {
    SplittableRandom random = new SplittableRandom(SEED);
    Comparison comparison = new Comparison(format);
    int span = 1 << format.exponentBits;
    for (int i = 0; i < 1 << 16; i++) {
      double significand = random.nextDouble(-2, 2);
      int exponent = random.nextInt(-span, span);
      comparison.check(Math.scalb(significand, exponent));
      comparison.check((float) Math.scalb(significand, exponent));
      comparison.check(Double.longBitsToDouble(random.nextLong()));
    }
    assertEquals(4L * 3 * (1 << 16), comparison.count);
  }

  /** Compare codec and oracle under every conversion, and count. */
  private static final class Comparison {
    private final FormatTable format;
    private final FloatCodec codec;
    private final NearestCodeOracle oracle;
    private long count;

    private Comparison(FormatTable format) {
      this.format = format;
      this.codec = format.codec();
      this.oracle = new NearestCodeOracle(format);
    }

    private void check(double x) {
      for (Conversion how : CONVERSIONS) {
        int expected = oracle.encode(x, how);
        int found = codec.encode(x, how);
        if (expected != found) {
          assertEquals(
              Integer.toHexString(expected),
              Integer.toHexString(found),
              () -> format + " of " + Double.toHexString(x) + " under " + how);
        }
        count++;
      }
    }

    /** Check x and its two nearest doubles and floats on both sides, with both signs. */
    private void checkAround(double x) {
      float near = (float) x;
      checkSigns(x);
      checkSigns(Math.nextUp(x));
      checkSigns(Math.nextUp(Math.nextUp(x)));
      checkSigns(Math.nextDown(x));
      checkSigns(Math.nextDown(Math.nextDown(x)));
      checkSigns(Math.nextUp(near));
      checkSigns(Math.nextUp(Math.nextUp(near)));
      checkSigns(Math.nextDown(near));
      checkSigns(Math.nextDown(Math.nextDown(near)));
    }

    private void checkSigns(double x) {
      check(x);
      check(-x);
    }
  }
}

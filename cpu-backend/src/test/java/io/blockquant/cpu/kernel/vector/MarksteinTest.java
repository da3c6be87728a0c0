package io.blockquant.cpu.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The corrected reciprocal against the quotient, for every scale and every number near a midpoint
 * between codes of E2M1 or E4M3.
 *
 * <p>Scaling by powers of two is exact, so all fractions of the scale and of the midpoint are all
 * cases: 2^23 scales, 16 midpoints 1 + i / 16, nine numbers around each product. The test computes
 * with scalars what {@link Markstein} computes with vectors, operation by operation.
 */
@FusedMultiplyAdd("docs/adr/0003-exact-quotients-without-division.md")
final class MarksteinTest {
  private static final int FRACTIONS = 1 << 23;
  private static final int MIDPOINTS = 16;
  private static final int NEIGHBOURS = 4;
  private static final int ONE = Float.floatToRawIntBits(1f);

  @Test
  void everyQuotientNearAMidpointIsExact() {
    LongAdder cases = new LongAdder();
    LongAdder reciprocalsThatFail = new LongAdder();
    IntStream.range(0, MIDPOINTS)
        .parallel()
        .forEach(i -> cases.add(check(1 + i / 16f, reciprocalsThatFail)));
    assertEquals((long) FRACTIONS * MIDPOINTS * (2 * NEIGHBOURS + 1), cases.sum());
    // Without the correction the test would have found millions: it can fail.
    assertEquals(71_735_429L, reciprocalsThatFail.sum());
  }

  private static long check(float midpoint, LongAdder reciprocalsThatFail) {
    long wrongSides = 0;
    long cases = 0;
    for (int fraction = 0; fraction < FRACTIONS; fraction++) {
      float scale = Float.intBitsToFloat(ONE | fraction);
      float reciprocal = 1f / scale;
      int product = Float.floatToRawIntBits(midpoint * scale);
      for (int ulps = -NEIGHBOURS; ulps <= NEIGHBOURS; ulps++) {
        float x = Float.intBitsToFloat(product + ulps);
        float quotient = x / scale;
        float guess = x * reciprocal;
        float corrected = Math.fma(Math.fma(guess, -scale, x), reciprocal, guess);
        if (corrected != quotient) {
          throw new AssertionError(
              "%h / %h is %h, corrected %h"
                  .formatted(
                      Float.floatToRawIntBits(x),
                      Float.floatToRawIntBits(scale),
                      Float.floatToRawIntBits(quotient),
                      Float.floatToRawIntBits(corrected)));
        }
        if (Float.compare(guess, midpoint) != Float.compare(quotient, midpoint)) {
          wrongSides++;
        }
        cases++;
      }
    }
    reciprocalsThatFail.add(wrongSides);
    return cases;
  }
}

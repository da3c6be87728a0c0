package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F2: the thresholds of FLOAT4E2M1, literally as the specification lists them. */
class F2Float4ThresholdsTest {

  @ParameterizedTest
  @CsvSource({
    // largest |v| that still becomes `low`, or the first that no longer does
    "0.25, true,  0, 1",
    "0.75, false, 1, 2",
    "1.25, true,  2, 3",
    "1.75, false, 3, 4",
    "2.5,  true,  4, 5",
    "3.5,  false, 5, 6",
    "5.0,  true,  6, 7",
  })
  void theThresholdGoesToTheEvenCode(double threshold, boolean inclusive, int low, int high) {
    assertCode(low, Math.nextDown((float) threshold));
    assertCode(low, Math.nextDown(threshold));
    assertCode(inclusive ? low : high, threshold);
    assertCode(high, Math.nextUp(threshold));
    assertCode(high, Math.nextUp((float) threshold));
  }

  @Test
  void theSignIsKeptForValuesThatRoundToZero() {
    assertEquals(0x8, MiniFloat.FLOAT4E2M1.encode(-0.0));
    assertEquals(0x8, MiniFloat.FLOAT4E2M1.encode(-0.25));
    assertEquals(0x8, MiniFloat.FLOAT4E2M1.encode(-Double.MIN_VALUE));
    assertEquals(0x0, MiniFloat.FLOAT4E2M1.encode(Double.MIN_VALUE));
  }

  @Test
  void everythingAboveSixIsSix() {
    // The quotient of the first documented example.
    assertCode(7, 10 / 1.625f);
    assertCode(7, Math.nextUp(6.0));
    assertCode(7, Double.MAX_VALUE);
  }

  private static void assertCode(int code, double magnitude) {
    assertEquals(code, MiniFloat.FLOAT4E2M1.encode(magnitude));
    assertEquals(code | 0x8, MiniFloat.FLOAT4E2M1.encode(-magnitude));
  }
}

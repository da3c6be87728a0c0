package io.blockquant.core.dtype;

import static io.blockquant.core.dtype.E8m0.FLOAT8E8M0;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.dtype.Conversion.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** F5: the choice of a power of two, in three rounding modes. */
class F5E8m0RoundingTest {

  private static final double[] NOT_POSITIVE_NUMBERS = {
    Double.NaN, -Double.MIN_VALUE, -1, -Double.MAX_VALUE, Double.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @EnumSource
  void everyCodeSurvivesDecodingAndEncoding(E8m0Rounding rounding) {
    for (int code = 0; code <= 0xFE; code++) {
      float value = FLOAT8E8M0.decode(code);
      assertEquals(Math.pow(2, code - 127), value);
      assertFalse(FLOAT8E8M0.isNan(code));
      assertEquals(code, FLOAT8E8M0.encode(value, rounding));
      assertEquals(code, FLOAT8E8M0.encode(value, rounding, Overflow.TO_SPECIAL));
    }
    assertTrue(Float.isNaN(FLOAT8E8M0.decode(0xFF)));
    assertTrue(FLOAT8E8M0.isNan(0xFF));
    assertThrows(IllegalArgumentException.class, () -> FLOAT8E8M0.decode(0x100));
  }

  @ParameterizedTest
  @EnumSource
  void valuesBetweenPowersAgreeWithASearch(E8m0Rounding rounding) {
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double power = Math.scalb(1.0, exponent);
      for (double factor : new double[] {1, 1.25, 1.5, 1.75}) {
        double x = power * factor;
        float asFloat = (float) x;
        check(x, rounding);
        check(Math.nextUp(x), rounding);
        check(Math.nextDown(x), rounding);
        check(Math.nextUp(asFloat), rounding);
        check(Math.nextDown(asFloat), rounding);
      }
    }
  }

  private static void check(double x, E8m0Rounding rounding) {
    if (x < 0) {
      return; // The float below a double that underflows to 0.
    }
    int expected = search(x, rounding);
    int saturated = Math.clamp(expected, 0, 0xFE);
    assertEquals(saturated, FLOAT8E8M0.encode(x, rounding), () -> Double.toHexString(x));
    assertEquals(
        expected == saturated ? expected : 0xFF,
        FLOAT8E8M0.encode(x, rounding, Overflow.TO_SPECIAL),
        () -> Double.toHexString(x));
  }

  /** Walk up the powers from 2^-128; -1 stands for every code below 0 and 255 for all above. */
  private static int search(double x, E8m0Rounding rounding) {
    int below = -2;
    while (below < 255 && Math.scalb(1.0, below + 1 - 127) <= x) {
      below++;
    }
    double low = Math.scalb(1.0, below - 127);
    boolean exact = x == low;
    boolean upperHalf = 2 * x >= 3 * low;
    int code =
        switch (rounding) {
          case UP -> exact ? below : below + 1;
          case DOWN -> below;
          case NEAREST -> below >= -1 && upperHalf ? below + 1 : below;
        };
    return Math.clamp(code, -1, 255);
  }

  @ParameterizedTest
  @EnumSource
  void theEndsOfTheRange(E8m0Rounding rounding) {
    assertEquals(0x00, FLOAT8E8M0.encode(0.0, rounding));
    assertEquals(0x00, FLOAT8E8M0.encode(-0.0, rounding));
    assertEquals(0x00, FLOAT8E8M0.encode(Double.MIN_VALUE, rounding));
    assertEquals(0x00, FLOAT8E8M0.encode(0x1p-149f, rounding));
    assertEquals(0x00, FLOAT8E8M0.encode(0x1p-127, rounding));
    assertEquals(0xFE, FLOAT8E8M0.encode(0x1p127, rounding));
    assertEquals(0xFE, FLOAT8E8M0.encode(3.4e38f, rounding));
    assertEquals(0xFE, FLOAT8E8M0.encode(Double.MAX_VALUE, rounding));
    assertEquals(0xFE, FLOAT8E8M0.encode(Double.POSITIVE_INFINITY, rounding));
    for (double x : NOT_POSITIVE_NUMBERS) {
      assertEquals(0xFF, FLOAT8E8M0.encode(x, rounding));
      assertEquals(0xFF, FLOAT8E8M0.encode(x, rounding, Overflow.TO_SPECIAL));
    }
  }

  @Test
  void withoutSaturationTheOutsideIsNan() {
    // The column "not saturating, nearest" of the ONNX Cast table.
    for (double x : new double[] {0, -0.0, 0x1p-149, 3.4e38f, Double.POSITIVE_INFINITY}) {
      assertEquals(0xFF, FLOAT8E8M0.encode(x, E8m0Rounding.NEAREST, Overflow.TO_SPECIAL));
    }
    assertEquals(0x00, FLOAT8E8M0.encode(0x1p-127, E8m0Rounding.NEAREST, Overflow.TO_SPECIAL));
    // Round first, then test the range.
    assertEquals(0xFE, FLOAT8E8M0.encode(3.4e38f, E8m0Rounding.DOWN, Overflow.TO_SPECIAL));
  }

  @Test
  void aConversionRoundsUp() {
    for (double x : new double[] {1, 1.1, 1.9, 448, Double.POSITIVE_INFINITY, 0, -1, Double.NaN}) {
      int up = FLOAT8E8M0.encode(x, E8m0Rounding.UP);
      assertEquals(up, FLOAT8E8M0.encode(x));
      assertEquals(up, FLOAT8E8M0.encode(x, Conversion.CAST));
    }
    assertEquals(0xFF, FLOAT8E8M0.encode(0, Conversion.CAST_UNSATURATED));
    assertEquals(128, FLOAT8E8M0.encode(1.1, Conversion.CAST_UNSATURATED));
  }

  @ParameterizedTest
  @CsvSource({
    // The scales of an FP8 block by its largest magnitude: rounded up, and by the OCP floor.
    "448, 127, 127",
    "449, 128, 127",
    "256, 127, 127",
    "255, 127, 126",
    "1, 119, 119",
    "1.75, 119, 119",
    "1.7500001, 120, 119",
    "10, 122, 122",
    "3.4e38, 247, 246",
    "1e-38, 0, 0",
  })
  void theScalesOfTheDocumentedBlocks(float amax, int up, int floor) {
    assertEquals(up, FLOAT8E8M0.encode(amax / 448f, E8m0Rounding.UP));
    assertEquals(floor, Math.max(0, FLOAT8E8M0.encode(amax, E8m0Rounding.DOWN) - 8));
  }

  @Test
  void theFactsOfTheFormat() {
    assertEquals(ElementType.FLOAT8E8M0, FLOAT8E8M0.type());
    assertEquals(8, FLOAT8E8M0.bits());
    assertEquals(0x1p127f, FLOAT8E8M0.maxFinite());
    assertTrue(FLOAT8E8M0.hasNan());
    assertFalse(FLOAT8E8M0.hasInfinity());
  }
}

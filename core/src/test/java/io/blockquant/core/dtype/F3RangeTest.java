package io.blockquant.core.dtype;

import static io.blockquant.core.dtype.Conversion.CAST;
import static io.blockquant.core.dtype.Conversion.CAST_UNSATURATED;
import static io.blockquant.core.dtype.Conversion.QUANTIZE;
import static io.blockquant.core.dtype.Conversion.QUANTIZE_UNSATURATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F3: overflow, infinities, zeros and NaN, as literal codes from the tables of ONNX Cast. */
class F3RangeTest {

  private static final List<Conversion> ALL =
      List.of(QUANTIZE, CAST, CAST_UNSATURATED, QUANTIZE_UNSATURATED);

  @ParameterizedTest
  @CsvSource({
    // format,       0,  -0,   NaN,  above the range and Inf, below it and -Inf
    "FLOAT4E2M1,     00, 08,   --,   07,   0f",
    "FLOAT6E2M3,     00, 20,   --,   1f,   3f",
    "FLOAT6E3M2,     00, 20,   --,   1f,   3f",
    "FLOAT8E4M3FN,   00, 80,   7f,   7e,   fe",
    "FLOAT8E4M3FNUZ, 00, 00,   80,   7f,   ff",
    "FLOAT8E5M2,     00, 80,   7e,   7b,   fb",
    "FLOAT8E5M2FNUZ, 00, 00,   80,   7f,   ff",
    "FLOAT16,        00, 8000, 7e00, 7c00, fc00",
    "BFLOAT16,       00, 8000, 7fc0, 7f80, ff80",
  })
  void saturating(
      ElementType type, String zero, String minusZero, String nan, String top, String bottom) {
    for (Conversion how : List.of(QUANTIZE, CAST)) {
      assertTable(type, how, zero, minusZero, nan, top, bottom);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT4E2M1,     00, 08,   --,   07,   0f",
    "FLOAT6E2M3,     00, 20,   --,   1f,   3f",
    "FLOAT6E3M2,     00, 20,   --,   1f,   3f",
    "FLOAT8E4M3FN,   00, 80,   7f,   7f,   7f",
    "FLOAT8E4M3FNUZ, 00, 00,   80,   80,   80",
    "FLOAT8E5M2,     00, 80,   7e,   7c,   fc",
    "FLOAT8E5M2FNUZ, 00, 00,   80,   80,   80",
    "FLOAT16,        00, 8000, 7e00, 7c00, fc00",
    "BFLOAT16,       00, 8000, 7fc0, 7f80, ff80",
  })
  void notSaturating(
      ElementType type, String zero, String minusZero, String nan, String top, String bottom) {
    for (Conversion how : List.of(CAST_UNSATURATED, QUANTIZE_UNSATURATED)) {
      assertTable(type, how, zero, minusZero, nan, top, bottom);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // The last value that rounds to the maximum, then the maximum's code.
    "FLOAT8E4M3FN,   464,    7e",
    "FLOAT8E5M2,     61439,  7b",
    "FLOAT8E4M3FNUZ, 247,    7f",
    "FLOAT8E5M2FNUZ, 61439,  7f",
    "FLOAT16,        65519,  7bff",
  })
  void roundingComesBeforeTheRangeTest(ElementType type, double last, String maxCode) {
    for (Conversion how : ALL) {
      assertCode(type, last, how, maxCode);
    }
  }

  @Test
  void theFirstOverflowOfE4m3IsAbove464() {
    assertCode(ElementType.FLOAT8E4M3FN, 464.1, QUANTIZE, "7e");
    assertCode(ElementType.FLOAT8E4M3FN, 464.1, CAST_UNSATURATED, "7f");
    assertCode(ElementType.FLOAT8E4M3FN, Math.nextUp(464.0), CAST_UNSATURATED, "7f");
  }

  @Test
  void tiesAtTheTopOverflowWhereTheMaximumIsOdd() {
    assertCode(ElementType.FLOAT8E5M2, 61_440, CAST_UNSATURATED, "7c");
    assertCode(ElementType.FLOAT8E5M2FNUZ, 61_440, CAST_UNSATURATED, "80");
    assertCode(ElementType.FLOAT8E4M3FNUZ, 248, CAST_UNSATURATED, "80");
    assertCode(ElementType.FLOAT16, 65_520, QUANTIZE, "7c00");
  }

  @ParameterizedTest
  @CsvSource({"FLOAT4E2M1, 7, 8", "FLOAT6E2M3, 1f, 20", "FLOAT6E3M2, 1f, 20"})
  void nanInATypeWithoutNan(ElementType type, String quantized, String cast) {
    for (double nan : nans()) {
      assertCode(type, nan, QUANTIZE, quantized);
      assertCode(type, nan, QUANTIZE_UNSATURATED, quantized);
      assertCode(type, nan, CAST, cast);
      assertCode(type, nan, CAST_UNSATURATED, cast);
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT8E4M3FNUZ, 0x1p-11", "FLOAT8E5M2FNUZ, 0x1p-18"})
  void unsignedZeroTypesNeverRoundToTheirNan(ElementType type, String halfOfSmallest) {
    double tie = Double.parseDouble(halfOfSmallest);
    for (Conversion how : ALL) {
      assertCode(type, -tie, how, "0");
      assertCode(type, -Double.MIN_VALUE, how, "0");
      assertCode(type, Math.nextDown(-tie), how, "81");
    }
  }

  @Test
  void theShortFormOfEncodeQuantizes() {
    for (double x : new double[] {1000, -1000, Double.NaN, Double.POSITIVE_INFINITY}) {
      for (FormatTable format : FormatTable.values()) {
        assertEquals(format.codec().encode(x, QUANTIZE), format.codec().encode(x));
      }
    }
  }

  private static void assertTable(
      ElementType type,
      Conversion how,
      String zero,
      String minusZero,
      String nan,
      String top,
      String bottom) {
    assertCode(type, 0.0, how, zero);
    assertCode(type, -0.0, how, minusZero);
    for (double x : new double[] {Double.POSITIVE_INFINITY, Double.MAX_VALUE, 0x1p200}) {
      assertCode(type, x, how, top);
      assertCode(type, -x, how, bottom);
    }
    if (!nan.equals("--")) {
      for (double x : nans()) {
        assertCode(type, x, how, nan);
        assertTrue(Codecs.of(type).isNan(Codecs.of(type).encode(x, how)));
      }
    }
  }

  /** Quiet, negative, and with payloads. */
  private static double[] nans() {
    return new double[] {
      Double.NaN,
      Double.longBitsToDouble(0xFFF8_0000_0000_0000L),
      Double.longBitsToDouble(0x7FF0_0000_0000_0001L),
      Double.longBitsToDouble(0xFFFF_FFFF_FFFF_FFFFL),
    };
  }

  private static void assertCode(ElementType type, double x, Conversion how, String expected) {
    assertEquals(
        Integer.parseInt(expected, 16),
        Codecs.of(type).encode(x, how),
        () -> type + " of " + x + " under " + how);
  }
}

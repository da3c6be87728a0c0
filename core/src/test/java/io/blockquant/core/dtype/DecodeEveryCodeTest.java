package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Check every code of every format: its value, and that the value leads back to the code. */
class DecodeEveryCodeTest {

  @ParameterizedTest
  @EnumSource
  void everyCodeHasTheValueOfItsTable(FormatTable format) {
    FloatCodec codec = format.codec();
    for (int code = 0; code < format.codeCount(); code++) {
      double expected = format.value(code);
      // Float.compare tells -0 from 0.
      assertEquals(
          (float) expected, codec.decode(code), format + " 0x" + Integer.toHexString(code));
      assertEquals(Double.isNaN(expected), codec.isNan(code));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeSurvivesDecodingAndEncoding(FormatTable format) {
    FloatCodec codec = format.codec();
    for (int code = 0; code < format.codeCount(); code++) {
      float value = codec.decode(code);
      if (!Float.isNaN(value)) {
        assertEquals(code, codec.encode(value, Conversion.CAST_UNSATURATED), format.toString());
      } else {
        assertEquals(true, codec.isNan(codec.encode(value)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFactsOfAFormatAgreeWithItsCodes(FormatTable format) {
    FloatCodec codec = format.codec();
    assertEquals(format.type, codec.type());
    assertEquals(format.codeCount(), 1 << codec.bits());
    assertEquals((float) format.value(format.maxFiniteCode), codec.maxFinite());
    assertEquals(format.hasInfinity, codec.hasInfinity());
    assertEquals(format.hasNan(), codec.hasNan());
  }

  @ParameterizedTest
  @EnumSource
  void codesWithTooManyBitsAreRefused(FormatTable format) {
    FloatCodec codec = format.codec();
    assertThrows(IllegalArgumentException.class, () -> codec.decode(format.codeCount()));
    assertThrows(IllegalArgumentException.class, () -> codec.decode(-1));
    assertThrows(IllegalArgumentException.class, () -> codec.isNan(format.codeCount()));
  }

  @Test
  void theLandmarksOfTheSpecification() {
    FloatCodec fp8 = MiniFloat.FLOAT8E4M3FN;
    assertEquals(448f, fp8.decode(0x7E));
    assertEquals(0x1p-6f, fp8.decode(0x08));
    assertEquals(0x1p-9f, fp8.decode(0x01));
    assertEquals(1f, fp8.decode(0x38));
    assertEquals(57344f, MiniFloat.FLOAT8E5M2.maxFinite());
    assertEquals(240f, MiniFloat.FLOAT8E4M3FNUZ.maxFinite());
    assertEquals(57344f, MiniFloat.FLOAT8E5M2FNUZ.maxFinite());
    assertEquals(7.5f, MiniFloat.FLOAT6E2M3.maxFinite());
    assertEquals(.125f, MiniFloat.FLOAT6E2M3.decode(1));
    assertEquals(28f, MiniFloat.FLOAT6E3M2.maxFinite());
    assertEquals(.0625f, MiniFloat.FLOAT6E3M2.decode(1));
    float[] fp4 = new float[16];
    for (int code = 0; code < 16; code++) {
      fp4[code] = MiniFloat.FLOAT4E2M1.decode(code);
    }
    assertArrayEquals(
        new float[] {0, .5f, 1, 1.5f, 2, 3, 4, 6, -0f, -.5f, -1, -1.5f, -2, -3, -4, -6}, fp4);
  }
}

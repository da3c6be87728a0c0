package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** F1: FLOAT16 is the binary16 of the JDK, and BFLOAT16 is binary32 rounded to its upper half. */
class F1Float16AgainstJdkTest {

  private static final int NEIGHBOURS = 16;

  @Test
  void everyFloat16CodeDecodesAsTheJdkDoes() {
    for (int code = 0; code < 1 << 16; code++) {
      assertEquals(Float.float16ToFloat((short) code), MiniFloat.FLOAT16.decode(code));
    }
  }

  @Test
  void floatsAroundEveryFloat16BoundaryEncodeAsTheJdkDoes() {
    int checked = 0;
    for (int code = 0; code < 0x7C00; code++) {
      float low = Float.float16ToFloat((short) code);
      float boundary = low + (next(code) - low) / 2;
      int bits = Float.floatToRawIntBits(boundary);
      for (int offset = -NEIGHBOURS; offset <= NEIGHBOURS; offset++) {
        float x = Float.intBitsToFloat(Math.max(0, bits + offset));
        assertEquals(jdk(x), MiniFloat.FLOAT16.encode(x), () -> Float.toHexString(x));
        assertEquals(jdk(-x), MiniFloat.FLOAT16.encode(-x), () -> Float.toHexString(-x));
        checked += 2;
      }
    }
    assertEquals(0x7C00 * 2 * (2 * NEIGHBOURS + 1), checked); // 2 095 104, above 2^20
  }

  @Test
  void floatsAcrossTheWholeRangeEncodeAsTheJdkDoes() {
    // A prime stride visits all exponents and many fractions.
    for (long bits = 0; bits < 1L << 32; bits += 4_093) {
      float x = Float.intBitsToFloat((int) bits);
      if (!Float.isNaN(x)) {
        assertEquals(jdk(x), MiniFloat.FLOAT16.encode(x), () -> Float.toHexString(x));
        assertEquals(upperHalf(x), MiniFloat.BFLOAT16.encode(x), () -> Float.toHexString(x));
      }
    }
  }

  @Test
  void everyBfloat16CodeIsTheUpperHalfOfAFloat() {
    for (int code = 0; code < 1 << 16; code++) {
      float expected = Float.intBitsToFloat(code << 16);
      assertEquals(expected, MiniFloat.BFLOAT16.decode(code));
    }
  }

  @Test
  void aDoubleIsRoundedOnceAndNotThroughFloat() {
    double justAboveTie = 1 + 0x1p-11 + 0x1p-40;
    assertEquals(0x3C00, MiniFloat.FLOAT16.encode((float) justAboveTie));
    assertEquals(0x3C01, MiniFloat.FLOAT16.encode(justAboveTie));
  }

  private static float next(int code) {
    return code + 1 == 0x7C00 ? 65_536f : Float.float16ToFloat((short) (code + 1));
  }

  private static int jdk(float x) {
    return Short.toUnsignedInt(Float.floatToFloat16(x));
  }

  private static int upperHalf(float x) {
    int bits = Float.floatToRawIntBits(x);
    return (bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16;
  }
}

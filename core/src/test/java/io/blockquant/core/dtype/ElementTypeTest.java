package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Check the facts about element types against the ONNX list, and which types have codecs. */
class ElementTypeTest {

  @Test
  void theNumbersAreOneToTwentyEight() {
    assertEquals(28, ElementType.values().length);
    for (int code = 1; code <= 28; code++) {
      assertEquals(code, ElementType.fromOnnxCode(code).orElseThrow().onnxCode());
    }
    for (int code : new int[] {Integer.MIN_VALUE, -1, 0, 29, 1000}) {
      assertEquals(Optional.empty(), ElementType.fromOnnxCode(code));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT, 1, 32",
    "UINT8, 2, 8",
    "INT8, 3, 8",
    "UINT16, 4, 16",
    "INT16, 5, 16",
    "INT32, 6, 32",
    "INT64, 7, 64",
    "STRING, 8, 0",
    "BOOL, 9, 8",
    "FLOAT16, 10, 16",
    "DOUBLE, 11, 64",
    "UINT32, 12, 32",
    "UINT64, 13, 64",
    "COMPLEX64, 14, 64",
    "COMPLEX128, 15, 128",
    "BFLOAT16, 16, 16",
    "FLOAT8E4M3FN, 17, 8",
    "FLOAT8E4M3FNUZ, 18, 8",
    "FLOAT8E5M2, 19, 8",
    "FLOAT8E5M2FNUZ, 20, 8",
    "UINT4, 21, 4",
    "INT4, 22, 4",
    "FLOAT4E2M1, 23, 4",
    "FLOAT8E8M0, 24, 8",
    "UINT2, 25, 2",
    "INT2, 26, 2",
    "FLOAT6E2M3, 27, 6",
    "FLOAT6E3M2, 28, 6"
  })
  void numberAndWidth(ElementType type, int onnxCode, int bits) {
    assertEquals(onnxCode, type.onnxCode());
    assertEquals(bits, type.bits());
  }

  @Test
  void theNameSaysTheKind() {
    for (ElementType type : ElementType.values()) {
      String family = type.name().replaceAll("[0-9].*", "");
      assertEquals(Set.of("FLOAT", "BFLOAT", "DOUBLE").contains(family), type.isFloating());
      assertEquals(Set.of("INT", "UINT").contains(family), type.isInteger());
      assertEquals(family.equals("COMPLEX"), type.kind() == ElementType.Kind.COMPLEX);
    }
    assertEquals(ElementType.Kind.SIGNED_INTEGER, ElementType.INT2.kind());
    assertEquals(ElementType.Kind.UNSIGNED_INTEGER, ElementType.UINT2.kind());
    assertEquals(ElementType.Kind.BOOLEAN, ElementType.BOOL.kind());
    assertEquals(ElementType.Kind.STRING, ElementType.STRING.kind());
  }

  @Test
  void lowPrecisionFloatsAndSubByteTypes() {
    Set<ElementType> lowPrecision =
        EnumSet.of(
            ElementType.FLOAT4E2M1,
            ElementType.FLOAT6E2M3,
            ElementType.FLOAT6E3M2,
            ElementType.FLOAT8E4M3FN,
            ElementType.FLOAT8E4M3FNUZ,
            ElementType.FLOAT8E5M2,
            ElementType.FLOAT8E5M2FNUZ,
            ElementType.FLOAT8E8M0);
    Set<ElementType> subByte =
        EnumSet.of(
            ElementType.INT2,
            ElementType.UINT2,
            ElementType.INT4,
            ElementType.UINT4,
            ElementType.FLOAT4E2M1,
            ElementType.FLOAT6E2M3,
            ElementType.FLOAT6E3M2);
    for (ElementType type : ElementType.values()) {
      assertEquals(lowPrecision.contains(type), type.isLowPrecisionFloat(), type.name());
      assertEquals(subByte.contains(type), type.isSubByte(), type.name());
    }
    lowPrecision.add(ElementType.FLOAT16);
    lowPrecision.add(ElementType.BFLOAT16);
    assertEquals(
        lowPrecision,
        Arrays.stream(ElementType.values()).filter(Codecs::exists).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void aCodecIsFoundByItsTypeOrRefused(ElementType type) {
    if (Codecs.exists(type)) {
      assertEquals(type, Codecs.of(type).type());
      assertEquals(type.name(), Codecs.of(type).toString());
    } else {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Codecs.of(type)).getMessage();
      assertTrue(message.contains(type.name()));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STRING")
  void f4ByteSizeRoundsUpAndNeverWraps(ElementType type) {
    for (long count :
        new long[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 1_000_003, 1L << 57, 1L << 60, Long.MAX_VALUE}) {
      BigInteger bits = BigInteger.valueOf(count).multiply(BigInteger.valueOf(type.bits()));
      BigInteger bytes = bits.add(BigInteger.valueOf(7)).shiftRight(3);
      if (bytes.bitLength() < Long.SIZE) {
        assertEquals(bytes.longValueExact(), type.byteSize(count));
      } else {
        assertThrows(ArithmeticException.class, () -> type.byteSize(count));
      }
    }
    assertThrows(IllegalArgumentException.class, () -> type.byteSize(-1));
  }

  @Test
  void stringsHaveNoByteSize() {
    assertThrows(IllegalArgumentException.class, () -> ElementType.STRING.byteSize(0));
  }

  @ParameterizedTest
  @CsvSource({
    "INT2, -2, 1",
    "UINT2, 0, 3",
    "INT4, -8, 7",
    "UINT4, 0, 15",
    "INT8, -128, 127",
    "UINT8, 0, 255",
    "INT16, -32768, 32767",
    "UINT16, 0, 65535",
    "INT32, -2147483648, 2147483647",
    "UINT32, 0, 4294967295",
    "INT64, -9223372036854775808, 9223372036854775807",
    "UINT64, 0, -1", // 2^64 - 1 as an unsigned long
  })
  void integerRanges(ElementType type, long min, long max) {
    assertEquals(min, type.minInteger());
    assertEquals(max, type.maxInteger());
  }

  @ParameterizedTest
  @EnumSource
  void onlyIntegersHaveIntegerRanges(ElementType type) {
    if (!type.isInteger()) {
      assertThrows(IllegalStateException.class, type::minInteger);
      assertThrows(IllegalStateException.class, type::maxInteger);
    }
  }
}

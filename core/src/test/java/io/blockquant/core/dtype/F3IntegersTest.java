package io.blockquant.core.dtype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** F3 for integers: ties to even, NaN to 0, everything out of range to the end of the range. */
class F3IntegersTest {

  static Stream<ElementType> integerTypes() {
    return Arrays.stream(ElementType.values()).filter(ElementType::isInteger);
  }

  @ParameterizedTest
  @MethodSource("integerTypes")
  void roundsAndSaturatesLikeUnboundedArithmetic(ElementType type) {
    SplittableRandom random = new SplittableRandom(3);
    for (int exponent = -3; exponent <= 66; exponent++) {
      double power = Math.scalb(1.0, exponent);
      checkAround(type, power);
      checkAround(type, power - 1);
      checkAround(type, power + .5);
      checkAround(type, power - .5);
      checkAround(type, power - 1.5);
      for (int i = 0; i < 100; i++) {
        checkAround(type, random.nextDouble(power));
      }
    }
    checkAround(type, 0);
    checkAround(type, Double.MIN_VALUE);
    checkAround(type, Double.MAX_VALUE);
  }

  @ParameterizedTest
  @MethodSource("integerTypes")
  void specialValues(ElementType type) {
    assertEquals(0, Integers.roundAndSaturate(type, Double.NaN));
    assertEquals(type.maxInteger(), Integers.roundAndSaturate(type, Double.POSITIVE_INFINITY));
    assertEquals(type.minInteger(), Integers.roundAndSaturate(type, Double.NEGATIVE_INFINITY));
    assertEquals(0, Integers.roundAndSaturate(type, -0.0));
  }

  @Test
  void theZeroPointIsAddedAfterRoundingAndBeforeClamping() {
    assertEquals(3, Integers.roundAndSaturate(ElementType.INT8, 2.5, 1)); // not rint(3.5) = 4
    assertEquals(127, Integers.roundAndSaturate(ElementType.INT8, 200, -73));
    assertEquals(126, Integers.roundAndSaturate(ElementType.INT8, 200, -74));
    assertEquals(7, Integers.roundAndSaturate(ElementType.INT4, Double.NaN, 7));
    assertEquals(-8, Integers.roundAndSaturate(ElementType.INT4, -1e300, 7));
    assertEquals(255, Integers.roundAndSaturate(ElementType.UINT8, Double.POSITIVE_INFINITY, 128));
    assertEquals(0, Integers.roundAndSaturate(ElementType.UINT8, Double.NEGATIVE_INFINITY, 128));
    assertEquals(
        Integer.MIN_VALUE,
        Integers.roundAndSaturate(ElementType.INT32, 0x1p31, 2L * Integer.MIN_VALUE));
    assertThrows(
        IllegalArgumentException.class, () -> Integers.roundAndSaturate(ElementType.INT64, 1, 1));
  }

  @ParameterizedTest
  @MethodSource("integerTypes")
  void saturateClampsSignedValues(ElementType type) {
    BigInteger min = min(type);
    BigInteger max = max(type);
    for (long value :
        new long[] {
          Long.MIN_VALUE,
          Integer.MIN_VALUE,
          -129,
          -128,
          -9,
          -8,
          -3,
          -2,
          -1,
          0,
          1,
          2,
          3,
          4,
          7,
          8,
          15,
          16,
          127,
          128,
          255,
          256,
          65_535,
          65_536,
          1L << 31,
          (1L << 32) - 1,
          1L << 32,
          Long.MAX_VALUE
        }) {
      BigInteger clamped = BigInteger.valueOf(value).max(min).min(max);
      assertEquals(clamped.longValueExact(), Integers.saturate(type, value));
    }
  }

  @ParameterizedTest
  @MethodSource("integerTypes")
  void codesAndValuesAreInverse(ElementType type) {
    for (long value : new long[] {type.minInteger(), 0, 1, type.maxInteger()}) {
      long code = Integers.code(type, value);
      assertEquals(0, type.bits() == 64 ? 0 : code >>> type.bits());
      assertEquals(value, Integers.signExtend(type, code));
    }
  }

  @Test
  void signExtensionIgnoresHighBits() {
    assertEquals(-1, Integers.signExtend(ElementType.INT4, 0xF));
    assertEquals(-8, Integers.signExtend(ElementType.INT4, 0xAB8));
    assertEquals(8, Integers.signExtend(ElementType.UINT4, 0xAB8));
    assertEquals(-2, Integers.signExtend(ElementType.INT2, 2));
    assertEquals(200, Integers.signExtend(ElementType.UINT8, (byte) 200));
    assertEquals(0xFFFF_FFFFL, Integers.signExtend(ElementType.UINT32, -1));
  }

  @Test
  void otherTypesAreRefused() {
    ElementType type = ElementType.FLOAT;
    assertThrows(IllegalArgumentException.class, () -> Integers.saturate(type, 0));
    assertThrows(IllegalArgumentException.class, () -> Integers.signExtend(type, 0));
    assertThrows(IllegalArgumentException.class, () -> Integers.code(ElementType.BOOL, 0));
    assertThrows(IllegalArgumentException.class, () -> Integers.roundAndSaturate(type, 0));
    assertThrows(IllegalArgumentException.class, () -> Integers.roundAndSaturate(type, 0, 0));
  }

  private static void checkAround(ElementType type, double x) {
    for (double near : new double[] {x, Math.nextUp(x), Math.nextDown(x)}) {
      check(type, near);
      check(type, -near);
    }
  }

  private static void check(ElementType type, double x) {
    if (Double.isInfinite(x)) {
      return;
    }
    BigInteger rounded = new BigDecimal(x).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    assertEquals(
        rounded.max(min(type)).min(max(type)).longValue(),
        Integers.roundAndSaturate(type, x),
        () -> type + " of " + x);
    if (type.bits() <= 32) {
      for (long zeroPoint : new long[] {type.minInteger(), 1, type.maxInteger()}) {
        BigInteger sum = rounded.add(BigInteger.valueOf(zeroPoint));
        assertEquals(
            sum.max(min(type)).min(max(type)).longValue(),
            Integers.roundAndSaturate(type, x, zeroPoint),
            () -> type + " of " + x + " + " + zeroPoint);
      }
    }
  }

  private static BigInteger min(ElementType type) {
    boolean signed = type.kind() == ElementType.Kind.SIGNED_INTEGER;
    return signed ? BigInteger.TWO.pow(type.bits() - 1).negate() : BigInteger.ZERO;
  }

  private static BigInteger max(ElementType type) {
    boolean signed = type.kind() == ElementType.Kind.SIGNED_INTEGER;
    return BigInteger.TWO.pow(signed ? type.bits() - 1 : type.bits()).subtract(BigInteger.ONE);
  }
}

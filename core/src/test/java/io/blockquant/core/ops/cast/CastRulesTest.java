package io.blockquant.core.ops.cast;

import static io.blockquant.core.dtype.ElementType.BFLOAT16;
import static io.blockquant.core.dtype.ElementType.BOOL;
import static io.blockquant.core.dtype.ElementType.DOUBLE;
import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT6E2M3;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FNUZ;
import static io.blockquant.core.dtype.ElementType.FLOAT8E5M2;
import static io.blockquant.core.dtype.ElementType.FLOAT8E5M2FNUZ;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.dtype.ElementType.INT2;
import static io.blockquant.core.dtype.ElementType.INT4;
import static io.blockquant.core.dtype.ElementType.INT64;
import static io.blockquant.core.dtype.ElementType.INT8;
import static io.blockquant.core.dtype.ElementType.UINT4;
import static io.blockquant.core.dtype.ElementType.UINT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import org.junit.jupiter.api.Test;

/** F1, F3, F4, F5, K1 and K2. */
class CastRulesTest {

  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void f1_tiesGoToEvenAndSubnormalsStay() {
    assertCodes(doubles(FLOAT, 0.25, 0.75, 2.5, 5, -0.25), FLOAT4E2M1, 0, 2, 4, 6, 8);
    assertCodes(doubles(FLOAT, 0x1p-9, 0x1p-10, 3 * 0x1p-10), FLOAT8E4M3FN, 1, 0, 2);
  }

  /** A double just above a tie of BFLOAT16 that a float32 in between would lose. */
  @Test
  void f1_doublesAreRoundedOnce() {
    double aboveTie = 1 + 0x1p-8 + 0x1p-40;
    assertCodes(doubles(DOUBLE, aboveTie), BFLOAT16, 0x3F81);
    assertCodes(doubles(DOUBLE, 1 + 0x1p-8), BFLOAT16, 0x3F80);
  }

  /** 2^60 + 2^52 is a tie of BFLOAT16; one more is above it, which a double cannot tell. */
  @Test
  void f1_wholeNumbersAreRoundedOnce() {
    long tie = (1L << 60) + (1L << 52);
    Tensor x = TensorArrays.ofLongs(Shape.of(3), tie, tie + 1, -tie - 1);
    assertCodes(x, BFLOAT16, 0x5D80, 0x5D81, 0xDD81);
    Tensor unsigned = TensorArrays.ofLongs(Shape.of(1), -1).bitcast(UINT64);
    assertEquals(0x1p64f, TensorArrays.toFloats(run(unsigned, FLOAT))[0]);
    assertEquals(0x1p64, TensorArrays.toDoubles(run(unsigned, DOUBLE))[0]);
  }

  @Test
  void f3_infinitiesAndLargeNumbersSaturate() {
    Tensor x = doubles(FLOAT, INF, -INF, 1e9, 464, 464.1);
    assertCodes(x, FLOAT8E4M3FN, 0x7E, 0xFE, 0x7E, 0x7E, 0x7E);
    assertCodes(x, FLOAT8E4M3FNUZ, 0x7F, 0xFF, 0x7F, 0x7F, 0x7F);
    assertCodes(doubles(FLOAT, INF, -INF), FLOAT8E5M2, 0x7B, 0xFB);
    assertCodes(doubles(FLOAT, INF, -INF), FLOAT8E5M2FNUZ, 0x7F, 0xFF);
    assertCodes(doubles(FLOAT, INF, -7), FLOAT4E2M1, 7, 0xF);
  }

  @Test
  void f3_withoutSaturationOverflowIsSpecial() {
    Tensor x = doubles(FLOAT, INF, 464, 464.1);
    assertArrayEquals(new int[] {0x7F, 0x7E, 0x7F}, codes(unsaturated(x, FLOAT8E4M3FN)));
    assertArrayEquals(new int[] {0x80, 0x80, 0x80}, codes(unsaturated(x, FLOAT8E4M3FNUZ)));
    Tensor negative = doubles(FLOAT, -INF, 1e9);
    assertArrayEquals(new int[] {0xFC, 0x7C}, codes(unsaturated(negative, FLOAT8E5M2)));
  }

  @Test
  void f3_nanIsNanOrMinusZeroAndZeroKeepsItsSign() {
    Tensor x = doubles(FLOAT, Double.NaN, -0.0);
    assertCodes(x, FLOAT8E4M3FN, 0x7F, 0x80);
    assertCodes(x, FLOAT8E4M3FNUZ, 0x80, 0);
    assertCodes(x, FLOAT4E2M1, 8, 8);
    assertCodes(x, FLOAT6E2M3, 0x20, 0x20);
  }

  @Test
  void f3_ordinaryFloatsOverflowToInfinity() {
    float[] y = TensorArrays.toFloats(run(doubles(DOUBLE, 1e300, -1e300), FLOAT));
    assertArrayEquals(new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, y);
    assertCodes(doubles(FLOAT, 1e6), FLOAT16, 0x7C00);
  }

  @Test
  void f4_anOddCountLeavesTheLastNibbleZero() {
    Tensor y = run(doubles(FLOAT, 6, -6, 0.5), FLOAT4E2M1);
    assertArrayEquals(new byte[] {(byte) 0xF7, 0x01}, TensorArrays.toBytes(y));
  }

  @Test
  void f5_powersOfTwoAreRoundedAsTheModeSays() {
    Tensor x = doubles(FLOAT, 1, 1.5, 1.25, 0, -1, Double.NaN, INF);
    assertArrayEquals(new int[] {127, 128, 128, 0, 255, 255, 254}, codes(e8m0(x, "up")));
    assertArrayEquals(new int[] {127, 127, 127, 0, 255, 255, 254}, codes(e8m0(x, "down")));
    assertArrayEquals(new int[] {127, 128, 127, 0, 255, 255, 254}, codes(e8m0(x, "nearest")));
    Tensor unsaturated = unsaturated(doubles(FLOAT, 0, INF, 2), FLOAT8E8M0);
    assertArrayEquals(new int[] {255, 255, 128}, codes(unsaturated));
  }

  @Test
  void k1_fractionsAreDroppedAndTheRangeHolds() {
    Tensor x = doubles(FLOAT, 2.9, -2.9, 300, -300, Double.NaN, -0.9);
    assertArrayEquals(new long[] {2, -2, 127, -128, 0, 0}, TensorArrays.toLongs(run(x, INT8)));
    assertArrayEquals(
        new long[] {Long.MAX_VALUE}, TensorArrays.toLongs(run(doubles(FLOAT, 1e30), INT64)));
  }

  @Test
  void k1_nibblesKeepTheLowBitsOfAnInt() {
    Tensor x = doubles(FLOAT, 2.9, -9, 8.5, 1e30, -INF, Double.NaN);
    assertArrayEquals(new long[] {2, 7, -8, -1, 0, 0}, TensorArrays.toLongs(run(x, INT4)));
    assertArrayEquals(new long[] {2, 7, 8, 15, 0, 0}, TensorArrays.toLongs(run(x, UINT4)));
    assertArrayEquals(new long[] {-2, -1, 0, -1, 0, 0}, TensorArrays.toLongs(run(x, INT2)));
  }

  @Test
  void k2_integersDropHighBits() {
    Tensor x = TensorArrays.ofLongs(Shape.of(4), 8, -9, 3, 0x1_0000_0001L);
    assertArrayEquals(new long[] {-8, 7, 3, 1}, TensorArrays.toLongs(run(x, INT4)));
    assertArrayEquals(new long[] {0, -1, -1, 1}, TensorArrays.toLongs(run(x, INT2)));
  }

  @Test
  void k2_boolIsZeroOrOne() {
    Tensor x = doubles(FLOAT, 0, -0.0, Double.NaN, 0.1);
    assertArrayEquals(new long[] {0, 0, 1, 1}, TensorArrays.toLongs(run(x, BOOL)));
    Tensor flags = TensorArrays.ofCodes(BOOL, Shape.of(2), 0, 7);
    assertArrayEquals(new long[] {0, 1}, TensorArrays.toLongs(run(flags, INT8)));
    assertCodes(flags, FLOAT4E2M1, 0, 2);
  }

  private static void assertCodes(Tensor x, ElementType to, int... codes) {
    assertArrayEquals(codes, codes(run(x, to)));
  }

  private static int[] codes(Tensor tensor) {
    return TensorArrays.toCodes(tensor);
  }

  private static Tensor doubles(ElementType type, double... values) {
    return TensorArrays.ofValues(type, Shape.of(values.length), values);
  }

  private static Tensor run(Tensor x, ElementType to) {
    return cast(x, to).evaluate().get(0);
  }

  private static Tensor unsaturated(Tensor x, ElementType to) {
    return cast(x, to).with("saturate", 0).evaluate().get(0);
  }

  private static Tensor e8m0(Tensor x, String mode) {
    return cast(x, FLOAT8E8M0).with("round_mode", mode).evaluate().get(0);
  }

  private static CallBuilder<CastAttributes> cast(Tensor x, ElementType to) {
    return CallBuilder.of(Cast.DEFINITION).with("to", to.onnxCode()).input(x);
  }
}

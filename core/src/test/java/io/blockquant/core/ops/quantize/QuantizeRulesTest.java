package io.blockquant.core.ops.quantize;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E5M2;
import static io.blockquant.core.dtype.ElementType.INT4;
import static io.blockquant.core.dtype.ElementType.INT8;
import static io.blockquant.core.dtype.ElementType.UINT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** F1, F3, F4 and Q7 as Quantize applies them. */
class QuantizeRulesTest {

  private static final float INF = Float.POSITIVE_INFINITY;

  @Test
  void f1_tiesGoToEven() {
    assertArrayEquals(
        new long[] {0, 2, 2, 0, -2, -2},
        TensorArrays.toLongs(run(INT8, 1f, .5f, 1.5f, 2.5f, -.5f, -1.5f, -2.5f)));
  }

  @Test
  void f3_saturationAndNan() {
    assertArrayEquals(
        new long[] {127, -128, 127, -128, 0},
        TensorArrays.toLongs(run(INT8, 1f, 128, -129, INF, -INF, Float.NaN)));
    assertArrayEquals(
        new int[] {0x7E, 0xFE, 0x7E, 0x7F},
        TensorArrays.toCodes(run(FLOAT8E4M3FN, 1f, 1e9f, -INF, 464f, Float.NaN)));
    assertArrayEquals(
        new int[] {7, 0xF, 7, 8},
        TensorArrays.toCodes(run(FLOAT4E2M1, 1f, 7f, -INF, Float.NaN, -0f)));
  }

  @Test
  void f3_withoutSaturationRoundsFirst() {
    Tensor x = Tensor.ofFloats(Shape.of(3), 464f, 464.1f, -INF);
    Tensor e4m3 = unsaturated(FLOAT8E4M3FN, x);
    assertEquals(0x7E, TensorArrays.toCodes(e4m3)[0], "464 rounds to 448");
    assertEquals(0x7F, TensorArrays.toCodes(e4m3)[1] & 0x7F, "464.1 overflows to NaN");
    assertEquals(0xFC, TensorArrays.toCodes(unsaturated(FLOAT8E5M2, x))[2], "-Inf stays");
  }

  @Test
  void f4_codesArePackedLowFirstAndTheTailIsZero() {
    byte[] bytes = TensorArrays.toBytes(run(INT4, 1f, 1, -2, 3));
    assertArrayEquals(new byte[] {(byte) 0xE1, 0x03}, bytes);
  }

  @Test
  void q7_roundThenAddThenClamp() {
    Tensor y =
        CallBuilder.of(Quantize.DEFINITION)
            .input(Tensor.ofFloats(Shape.of(4), 0.5f, 1.5f, 300f, Float.NaN))
            .input(Tensor.ofFloats(Shape.of(1), 1f))
            .input(TensorArrays.ofValues(UINT8, Shape.of(1), 3))
            .evaluate()
            .get(0);
    assertEquals(UINT8, y.elementType(), "the type of the zero point");
    assertArrayEquals(new long[] {3, 5, 255, 3}, TensorArrays.toLongs(y));
  }

  @Test
  void q7_theQuotientIsRoundedToThePrecision() {
    Tensor scale = TensorArrays.ofValues(FLOAT16, Shape.of(1), 1535 / 1024.0);
    float divisor = 1535 / 1024f;
    int differing = 0;
    for (int numerator = 1024; numerator < 2048; numerator++) {
      Tensor x = TensorArrays.ofValues(FLOAT16, Shape.of(1), numerator / 16.0);
      float exact = numerator / 16f / divisor;
      float half = Float.float16ToFloat(Float.floatToFloat16(exact));
      assertEquals((long) Math.rint(half), TensorArrays.toLongs(precision(x, scale, 0))[0]);
      long inFloat = TensorArrays.toLongs(precision(x, scale, FLOAT.onnxCode()))[0];
      assertEquals((long) Math.rint(exact), inFloat);
      differing += Math.rint(half) == Math.rint(exact) ? 0 : 1;
    }
    assertTrue(differing > 0, "the two precisions must part somewhere");
  }

  @Test
  void granularityFollowsFromTheShapes() {
    Tensor x = Tensor.ofFloats(Shape.of(2, 3), 2, 4, 6, 8, 10, 12);
    assertArrayEquals(
        new long[] {1, 2, 3, 2, 2, 3},
        TensorArrays.toLongs(scaled(x, Tensor.ofFloats(Shape.of(2), 2, 4), 0, 0)));
    assertArrayEquals(
        new long[] {1, 2, 1, 4, 5, 2},
        TensorArrays.toLongs(scaled(x, Tensor.ofFloats(Shape.of(2, 2), 2, 6, 2, 6), 1, 2)),
        "a partial last block");
  }

  @Test
  void shapesWinOverContradictingAttributesWithAWarning() {
    CallBuilder<QuantizeAttributes> call =
        CallBuilder.of(Quantize.DEFINITION)
            .with("output_type", INT8.onnxCode())
            .with("axis", 0)
            .with("block_size", 2)
            .input(Tensor.ofFloats(Shape.of(2, 4), 2, 4, 6, 8, 2, 4, 6, 8))
            .input(Tensor.ofFloats(Shape.of(2, 2), 1, 2, 1, 2));
    assertEquals(List.of("Quantize.Q2"), call.codes());
    assertTrue(call.check().stream().noneMatch(found -> found.isError()));
    assertArrayEquals(
        new long[] {2, 4, 3, 4, 2, 4, 3, 4}, TensorArrays.toLongs(call.evaluate().get(0)));
  }

  @Test
  void q4_aZeroPointThatIsNotConstantIsCheckedWhenItRuns() {
    CallBuilder<QuantizeAttributes> call =
        CallBuilder.of(Quantize.DEFINITION)
            .input(Tensor.ofFloats(Shape.of(1), 1f))
            .input(Tensor.ofFloats(Shape.of(1), 1f))
            .input(TensorArrays.ofValues(FLOAT8E4M3FN, Shape.of(1), 2));
    BlockquantException refusal = assertThrows(BlockquantException.class, call::evaluate);
    assertEquals("Quantize.Q4", refusal.diagnostics().get(0).code());
  }

  private static Tensor run(ElementType type, float scale, float... x) {
    return CallBuilder.of(Quantize.DEFINITION)
        .with("output_type", type.onnxCode())
        .input(Tensor.ofFloats(Shape.of(x.length), x))
        .input(Tensor.scalar(scale))
        .evaluate()
        .get(0);
  }

  private static Tensor unsaturated(ElementType type, Tensor x) {
    return CallBuilder.of(Quantize.DEFINITION)
        .with("output_type", type.onnxCode())
        .with("saturate", 0)
        .input(x)
        .input(Tensor.scalar(1f))
        .evaluate()
        .get(0);
  }

  private static Tensor precision(Tensor x, Tensor scale, long precision) {
    return CallBuilder.of(Quantize.DEFINITION)
        .with("output_type", INT8.onnxCode())
        .with("precision", precision)
        .input(x)
        .input(scale)
        .evaluate()
        .get(0);
  }

  private static Tensor scaled(Tensor x, Tensor scale, long axis, long blockSize) {
    return CallBuilder.of(Quantize.DEFINITION)
        .with("output_type", INT8.onnxCode())
        .with("axis", axis)
        .with("block_size", blockSize)
        .input(x)
        .input(scale)
        .evaluate()
        .get(0);
  }

  /** The published case quantizelinear_float4e2m1 expects +0 here. */
  @Test
  void q7_aZeroPointMakesPositiveZeroOfNegativeZeroInFp4AndFp6() {
    for (ElementType type : List.of(ElementType.FLOAT4E2M1, ElementType.FLOAT6E2M3)) {
      assertArrayEquals(new int[] {0, 0, codeOfMinusOne(type)}, withZero(type, 0));
      int minusZero = 1 << (type.bits() - 1);
      assertArrayEquals(new int[] {minusZero, 0, codeOfMinusOne(type)}, withZero(type, minusZero));
    }
    assertArrayEquals(new int[] {0x80, 0, 0xB8}, withZero(ElementType.FLOAT8E4M3FN, 0));
  }

  private static int codeOfMinusOne(ElementType type) {
    return Codecs.of(type).encode(-1);
  }

  private static int[] withZero(ElementType type, int zeroCode) {
    Tensor y =
        CallBuilder.of(Quantize.DEFINITION)
            .input(Tensor.ofFloats(Shape.of(3), -0.01f / 64, 0, -1))
            .input(Tensor.scalar(1))
            .input(TensorArrays.ofCodes(type, Shape.SCALAR, zeroCode))
            .evaluate()
            .get(0);
    return TensorArrays.toCodes(y);
  }
}

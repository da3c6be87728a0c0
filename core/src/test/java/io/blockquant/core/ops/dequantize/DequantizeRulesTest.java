package io.blockquant.core.ops.dequantize;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.dtype.ElementType.INT32;
import static io.blockquant.core.dtype.ElementType.INT8;
import static io.blockquant.core.dtype.ElementType.UINT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Q5, Q6 and Q8. */
class DequantizeRulesTest {

  @Test
  void q5_theOutputHasTheTypeOfTheScale() {
    Tensor q = TensorArrays.ofValues(INT8, Shape.of(2), 3, -4);
    Tensor half = TensorArrays.ofValues(FLOAT16, Shape.SCALAR, 0.5);
    assertEquals(FLOAT16, run(q, half).elementType());
    Tensor e8m0 = TensorArrays.ofCodes(FLOAT8E8M0, Shape.SCALAR, 128);
    assertEquals(FLOAT, run(q, e8m0).elementType());
    assertArrayEquals(new float[] {6, -8}, TensorArrays.toFloats(run(q, e8m0)));
    Tensor asHalf =
        CallBuilder.of(Dequantize.DEFINITION)
            .with("output_type", FLOAT16.onnxCode())
            .input(q)
            .input(e8m0)
            .evaluate()
            .get(0);
    assertEquals(FLOAT16, asHalf.elementType());
  }

  @Test
  void q6_scalesAreDequantizedByTheirOwnScaleFirst() {
    Tensor s8 = TensorArrays.ofValues(FLOAT8E4M3FN, Shape.of(1, 2), 1.5, 2);
    Tensor s = run(s8, Tensor.scalar(0.25f));
    double[] values = new double[32];
    values[0] = 6;
    values[31] = -3;
    Tensor y =
        CallBuilder.of(Dequantize.DEFINITION)
            .with("axis", -1)
            .with("block_size", 16)
            .input(TensorArrays.ofValues(FLOAT4E2M1, Shape.of(1, 32), values))
            .input(s)
            .evaluate()
            .get(0);
    assertEquals(2.25f, TensorArrays.toFloats(y)[0]);
    assertEquals(-1.5f, TensorArrays.toFloats(y)[31]);
  }

  @Test
  void q8_integerDifferencesAreExactBeforeTheyAreFloats() {
    Tensor q = TensorArrays.ofInts(Shape.of(2), Integer.MAX_VALUE, Integer.MIN_VALUE);
    Tensor zero = TensorArrays.ofInts(Shape.of(1), Integer.MAX_VALUE - 1);
    Tensor y =
        CallBuilder.of(Dequantize.DEFINITION)
            .input(q)
            .input(Tensor.ofFloats(Shape.of(1), 1f))
            .input(zero)
            .evaluate()
            .get(0);
    assertEquals(INT32, q.elementType());
    assertArrayEquals(new float[] {1f, -4294967294f}, TensorArrays.toFloats(y));
  }

  @Test
  void q8_zeroPointsBelongToTheirBlock() {
    Tensor y =
        CallBuilder.of(Dequantize.DEFINITION)
            .with("axis", 0)
            .input(TensorArrays.ofValues(UINT8, Shape.of(2, 2), 0, 255, 0, 255))
            .input(Tensor.ofFloats(Shape.of(2), 1, 2))
            .input(TensorArrays.ofValues(UINT8, Shape.of(2), 128, 5))
            .evaluate()
            .get(0);
    assertArrayEquals(new float[] {-128, 127, -10, 500}, TensorArrays.toFloats(y));
  }

  @Test
  void q8_narrowOutputsAreRoundedOnce() {
    // 3 * 1.0009765625 (float16's 1 + 2^-10) = 3.0029296875 is halfway between float16 neighbours.
    Tensor scale = TensorArrays.ofValues(FLOAT16, Shape.SCALAR, 1 + 0x1p-10);
    Tensor y = run(TensorArrays.ofValues(INT8, Shape.of(1), 3), scale);
    assertEquals(
        Float.float16ToFloat(Float.floatToFloat16(3.0029296875f)), TensorArrays.toFloats(y)[0]);
  }

  @Test
  void q8_minusZeroAndNanSurvive() {
    Tensor y =
        run(TensorArrays.ofCodes(FLOAT8E4M3FN, Shape.of(3), 0x80, 0x7F, 0xFE), Tensor.scalar(0.5f));
    float[] values = TensorArrays.toFloats(y);
    assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(values[0]));
    assertEquals(Float.NaN, values[1]);
    assertEquals(-224f, values[2]);
  }

  /** Symmetric 4-bit quantizers write negative scales, others 0 for blocks of zeros. */
  @Test
  void q3_scalesThatAreNotPositiveMultiplyWithAWarning() {
    CallBuilder<DequantizeAttributes> call =
        CallBuilder.of(Dequantize.DEFINITION)
            .with("axis", 0)
            .input(TensorArrays.ofValues(INT8, Shape.of(2, 1), 3, 4))
            .constant(Tensor.ofFloats(Shape.of(2), -0.5f, 0f));
    assertEquals(List.of("Dequantize.Q3"), call.codes());
    assertEquals(false, call.check().get(0).isError());
    assertArrayEquals(new float[] {-1.5f, 0f}, TensorArrays.toFloats(call.evaluate().get(0)));
  }

  @Test
  void twoDimensionalBlocksTakeThePartialOnesToo() {
    Tensor q = TensorArrays.ofValues(INT8, Shape.of(3, 3), 1, 1, 1, 1, 1, 1, 1, 1, 1);
    Tensor y =
        CallBuilder.of(Dequantize.DEFINITION)
            .with("block_shape", List.of(2L, 2L))
            .input(q)
            .input(Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
            .evaluate()
            .get(0);
    assertArrayEquals(new float[] {1, 1, 2, 1, 1, 2, 3, 3, 4}, TensorArrays.toFloats(y));
  }

  private static Tensor run(Tensor q, Tensor scale) {
    return CallBuilder.of(Dequantize.DEFINITION).input(q).input(scale).evaluate().get(0);
  }
}

package io.blockquant.core.ops.dynamicquantize;

import static io.blockquant.core.dtype.ElementType.BFLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.dtype.ElementType.INT8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** R1 to R9, C10 and C11, each on values chosen so that breaking the rule shows. */
class DynamicQuantizeRulesTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  @Test
  void c10_dataHasTheShapeOfX() {
    Tensor x = TensorArrays.ofValues(FLOAT, Shape.of(2, 3, 32), new double[192]);
    assertEquals(Shape.of(2, 3, 32), nvfp4(x, 1).get(0).shape());
  }

  @Test
  void c11_partialBlocksHaveScalesOfTheirOwn() {
    float[] values = new float[20];
    values[19] = 448f; // alone in the last, partial block of both dimensions
    List<Tensor> out = fp8(Tensor.ofFloats(Shape.of(4, 5), values), 3L, 2L);
    assertEquals(Shape.of(2, 3), out.get(1).shape());
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, TensorArrays.toFloats(out.get(1)));
    assertEquals(0x7E, TensorArrays.toCodes(out.get(0))[19]);
  }

  @Test
  void c11_minusOneIsTheWholeExtent() {
    Tensor x = Tensor.ofFloats(Shape.of(2, 3), 448, 0, 0, 0, 0, 896);
    assertArrayEquals(new float[] {2}, TensorArrays.toFloats(fp8(x, -1L, -1L).get(1)));
    assertArrayEquals(new float[] {1, 2}, TensorArrays.toFloats(fp8(x, 1L, -1L).get(1)));
    assertEquals(Shape.of(2, 1), fp8(x, 1L, -1L).get(1).shape());
  }

  @Test
  void r1_nanIsSkippedAndInfStays() {
    float[] block = new float[16];
    Arrays.fill(block, NAN);
    List<Tensor> onlyNan = nvfp4(row(block), 1);
    assertEquals(0x38, code(onlyNan.get(1), 0), "a block of NaN alone has amax 0");
    assertEquals(0x7, code(onlyNan.get(0), 0), "NaN is the largest positive code");

    block[3] = -12f;
    assertEquals(0x40, code(nvfp4(row(block), 1).get(1), 0), "amax 12: scale 2");
    block[4] = -INF;
    assertEquals(0x7E, code(nvfp4(row(block), 1).get(1), 0), "Inf saturates the scale");
  }

  @Test
  void r1_theMagnitudeCountsNotTheValue() {
    float[] block = new float[16];
    block[0] = 6f;
    block[15] = -12f;
    assertEquals(0x40, code(nvfp4(row(block), 1).get(1), 0));
  }

  @Test
  void r2_qmaxBelongsToTheDataType() {
    assertEquals(6f, Recipe.NVFP4.qmax());
    assertEquals(448f, Recipe.MXFP8.qmax());
    assertEquals(127f, Recipe.INT8_FLOAT.qmax());
    Tensor x = Tensor.ofFloats(Shape.of(1, 2), 254, -1);
    List<Tensor> out = typed(INT8, FLOAT).with("block_shape", List.of(1L, 2L)).input(x).evaluate();
    assertArrayEquals(new float[] {2}, TensorArrays.toFloats(out.get(1)));
    assertArrayEquals(new long[] {127, 0}, TensorArrays.toLongs(out.get(0)), "-0.5 ties to 0");
  }

  @Test
  void r3_zeroBlockHasScaleOneAndTinyOnesTheSmallestScale() {
    assertEquals(0x38, BlockScales.e4m3(0, 6, 1));
    assertEquals(0x01, BlockScales.e4m3(Float.MIN_VALUE, 6, 1), "never 0 unless amax is");
    assertEquals(0x7E, BlockScales.e4m3(1e30f, 6, 1));
    assertEquals(0x7E, BlockScales.e4m3(1f, 6, Float.MIN_VALUE), "the quotient overflows");
    assertEquals(0x38, BlockScales.e4m3(6 * 0.25f, 6, 0.25f), "divided by g");
    assertEquals(0x38, BlockScales.e4m3(6 * 1.0625f, 6, 1), "the tie 1.0625 goes to even 1.0");
    assertEquals(0x3A, BlockScales.e4m3(6 * 1.1875f, 6, 1), "the tie 1.1875 goes to even 1.25");
  }

  @ParameterizedTest
  @CsvSource({
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
    "0, 0, 0",
    "Infinity, 254, 254"
  })
  void r4_e8m0ScaleUpAndFloor(float amax, int up, int floor) {
    assertEquals(up, BlockScales.e8m0(amax, 448, ScaleRounding.UP));
    assertEquals(floor, BlockScales.e8m0(amax, 448, ScaleRounding.FLOOR));
  }

  @Test
  void r4_floorSaturatesWhatUpDoesNot() {
    float[] block = new float[32];
    block[0] = 500f;
    int up = code(mxfp8(row(block), "up").get(0), 0);
    int floor = code(mxfp8(row(block), "floor").get(0), 0);
    assertEquals(0x78, up, "500 / 2 = 250 is a tie's neighbour: 256");
    assertEquals(0x7E, floor, "500 / 1 is above 448");
  }

  @Test
  void r5_floatScale() {
    assertEquals(1f, BlockScales.ofFloat(0, 448));
    assertEquals(1f, BlockScales.ofFloat(Float.MIN_VALUE, 448), "underflow to 0");
    assertEquals(Float.MAX_VALUE / 448, BlockScales.ofFloat(INF, 448));
    assertEquals(3f / 448, BlockScales.ofFloat(3, 448));
  }

  @Test
  void r5_oneInfDoesNotPoisonItsBlock() {
    List<Tensor> out = fp8(Tensor.ofFloats(Shape.of(1, 3), INF, -INF, 1e38f), 1L, 3L);
    int[] codes = TensorArrays.toCodes(out.get(0));
    assertEquals(0x7E, codes[0]);
    assertEquals(0xFE, codes[1]);
    assertEquals(0x70, codes[2] & 0x78, "a finite neighbour keeps a value of its own");
  }

  @Test
  void r6_theDataIsDividedByTheRoundedScale() {
    // amax / 6 = 1.1 is rounded to 1.125; 0.28 / 1.1 rounds to 0.5, 0.28 / 1.125 to 0.
    float[] block = new float[16];
    block[0] = 6.6f;
    block[1] = 0.28f;
    List<Tensor> out = nvfp4(row(block), 1);
    assertEquals(0x39, code(out.get(1), 0));
    assertEquals(0x0, code(out.get(0), 1));
  }

  @Test
  void r7_trueDivisionTiesToEvenAndKeepsTheSign() {
    float[] block = {
      6,
      .25f,
      .75f,
      1.25f,
      1.75f,
      2.5f,
      3.5f,
      5,
      -0f,
      -.25f,
      -.75f,
      -5,
      5.5f,
      -5.5f,
      .2500001f,
      -.2500001f
    };
    assertArrayEquals(
        new int[] {7, 0, 2, 2, 4, 4, 6, 6, 8, 8, 0xA, 0xE, 7, 0xF, 1, 9},
        TensorArrays.toCodes(nvfp4(row(block), 1).get(0)));
  }

  @Test
  void r7_scaleZeroMakesEveryCodeZero() {
    // 2^-9 * g underflows to 0: even NaN and what is negative become +0.
    float[] block = new float[16];
    Arrays.fill(block, Float.MIN_VALUE);
    block[1] = NAN;
    block[2] = -Float.MIN_VALUE;
    List<Tensor> out = nvfp4(row(block), Float.MIN_VALUE);
    assertEquals(0x01, code(out.get(1), 0));
    assertArrayEquals(new int[16], TensorArrays.toCodes(out.get(0)));
  }

  @Test
  void r8_scalesAreRowMajorWithoutPadding() {
    float[] values = new float[64];
    for (int block = 0; block < 4; block++) {
      values[block * 16] = 6f * (1 << block);
    }
    Tensor scales = nvfp4(Tensor.ofFloats(Shape.of(2, 32), values), 1).get(1);
    assertArrayEquals(new float[] {1, 2, 4, 8}, TensorArrays.toFloats(scales));
    assertEquals(4, scales.byteSize());
  }

  @Test
  void r9_earlierCallsLeaveNoTrace() {
    float[] block = new float[16];
    block[5] = 3f;
    List<Tensor> first = nvfp4(row(block), 1);
    float[] other = new float[16];
    Arrays.fill(other, 1e20f);
    nvfp4(row(other), 1);
    List<Tensor> again = nvfp4(row(block), 1);
    assertEquals(-1, first.get(0).segment().mismatch(again.get(0).segment()));
    assertEquals(-1, first.get(1).segment().mismatch(again.get(1).segment()));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void narrowInputsAreWidenedFirst(ElementType type) {
    double[] values = new double[16];
    values[0] = 6;
    values[1] = 1.25;
    values[2] = -0.0;
    Tensor x = TensorArrays.ofValues(type, Shape.of(1, 16), values);
    assertEquals(2, code(nvfp4(x, 1).get(0), 1));
    assertEquals(8, code(nvfp4(x, 1).get(0), 2));
    assertEquals(List.of(FLOAT16, BFLOAT16, FLOAT).contains(type), true);
  }

  /** Blocks along the second-to-last axis share a scale down a column. */
  @Test
  void blocksMayRunDownTheColumns() {
    float[] values = new float[32];
    values[0] = 6; // column 0
    values[31] = 12; // column 1
    Tensor x = Tensor.ofFloats(Shape.of(16, 2), values);
    List<Tensor> out = nvfp4Along(0).input(x).evaluate();
    assertEquals(Shape.of(1, 2), out.get(1).shape());
    assertArrayEquals(new float[] {1, 2}, TensorArrays.toFloats(out.get(1)));
  }

  /** The first documented example to the byte (contract, section 6). */
  @Test
  void documentedExampleOne() {
    float[] x = {
      0.0f, 0.3f, 0.6f, 1.0f, 1.3f, 1.6f, 1.9f, 2.3f, 2.6f, 2.9f, 3.2f, 3.5f, 3.9f, 4.2f, 4.5f,
      4.8f, 5.2f, 5.5f, 5.8f, 6.1f, 6.5f, 6.8f, 7.1f, 7.4f, 7.7f, 8.1f, 8.4f, 8.7f, 9.0f, 9.4f,
      9.7f, 10.0f, 3.0f, 3.3f, 3.6f, 4.0f, 3.3f, 3.6f, 3.9f, 3.3f, 2.6f, 2.9f, 3.2f, 3.5f, 3.9f,
      4.2f, 4.5f, 4.8f, -5.2f, -5.5f, -5.8f, -6.1f, -5.5f, -5.8f, 5.1f, 5.4f, 5.7f, 5.1f, 5.4f,
      5.7f, 6.0f, 6.4f, 4.7f, 6.0f
    };
    List<Tensor> out = nvfp4(Tensor.ofFloats(Shape.of(2, 32), x), 1);
    HexFormat hex = HexFormat.of();
    assertEquals("353d3539", hex.formatHex(TensorArrays.toBytes(out.get(1))));
    assertEquals(
        "10214354656676775566666666777777" + "6666666665667677eefffe6667767776",
        hex.formatHex(TensorArrays.toBytes(out.get(0))));
  }

  private static Tensor row(float... values) {
    return Tensor.ofFloats(Shape.of(1, values.length), values);
  }

  private static int code(Tensor tensor, int index) {
    return TensorArrays.toCodes(tensor)[index];
  }

  private static CallBuilder<DynamicQuantizeAttributes> typed(
      ElementType output, ElementType scale) {
    return CallBuilder.of(DynamicQuantize.DEFINITION)
        .with("output_type", output.onnxCode())
        .with("scale_type", scale.onnxCode());
  }

  private static CallBuilder<DynamicQuantizeAttributes> nvfp4Along(long axis) {
    return typed(FLOAT4E2M1, FLOAT8E4M3FN).with("axis", axis).with("block_size", 16);
  }

  private static List<Tensor> nvfp4(Tensor x, float g) {
    return nvfp4Along(-1).input(x).constant(Tensor.scalar(g)).evaluate();
  }

  private static List<Tensor> mxfp8(Tensor x, String rounding) {
    return typed(FLOAT8E4M3FN, FLOAT8E8M0)
        .with("axis", -1)
        .with("block_size", 32)
        .with("scale_rounding", rounding)
        .input(x)
        .evaluate();
  }

  private static List<Tensor> fp8(Tensor x, Long... blockShape) {
    return typed(FLOAT8E4M3FN, FLOAT).with("block_shape", List.of(blockShape)).input(x).evaluate();
  }
}

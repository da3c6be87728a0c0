package io.blockquant.core.ops.dynamicquantize;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT16;
import static io.blockquant.core.dtype.ElementType.FLOAT4E2M1;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.dtype.ElementType.INT32;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.ops.NegativeCase;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.util.List;

/** One call or more per constraint of DynamicQuantize that breaks it. */
public final class NegativeCases {

  public static final List<NegativeCase> ALL =
      List.of(
          NegativeCase.of("C1", "INT32 input", nvfp4(type(INT32, 2, 32)), "INT32", "FLOAT"),
          NegativeCase.of("C2", "rank 1", nvfp4(type(FLOAT, 32)), "rank", "1"),
          NegativeCase.of("C2", "rank 4 in 1D mode", nvfp4(type(FLOAT, 1, 1, 2, 32)), "4", "3"),
          NegativeCase.of(
              "C2", "rank 5 in 2D mode", fp8(List.of(1L, 1L, 1L, 1L, 1L), 1, 1, 1, 2, 2), "5"),
          NegativeCase.of("C3", "no blocks at all", typed(8, 32), "not given"),
          NegativeCase.of("C3", "axis without block_size", typed(8, 32).with("axis", 1), "axis"),
          NegativeCase.of(
              "C3",
              "both modes",
              nvfp4(type(FLOAT, 2, 32)).with("block_shape", List.of(1L, 16L)),
              "[1, 16]"),
          NegativeCase.of(
              "C4", "outermost of three", nvfp4(type(FLOAT, 16, 2, 32)).with("axis", 0), "axis"),
          NegativeCase.of("C4", "axis -3", nvfp4(type(FLOAT, 16, 2, 32)).with("axis", -3), "-3"),
          NegativeCase.of(
              "C4",
              "axis -3, rank unknown",
              nvfp4(TensorType.ofUnknownRank(FLOAT)).with("axis", -3),
              "-3"),
          NegativeCase.of(
              "C5", "NVFP4 in 32s", nvfp4(type(FLOAT, 2, 32)).with("block_size", 32), "16", "32"),
          NegativeCase.of("C5", "MXFP8 in 16s", oneD(FLOAT8E4M3FN, FLOAT8E8M0, 16), "32", "16"),
          NegativeCase.of("C5", "size 0", oneD(FLOAT4E2M1, FLOAT, 0), "at least 1"),
          NegativeCase.of("C6", "100 in 16s", nvfp4(type(FLOAT, 8, 100)), "100 mod 16", "4"),
          NegativeCase.of(
              "C6",
              "open extent",
              nvfp4(TensorType.of(FLOAT, Dim.of(2), Dim.symbol("K"))),
              "'K' is known only when the graph runs"),
          NegativeCase.of("C7", "extent 0", fp8(List.of(0L, 4L), 8, 8), "entry 0", "positive"),
          NegativeCase.of("C7", "extent -2", fp8(List.of(4L, -2L), 8, 8), "entry 1", "-2"),
          NegativeCase.of("C7", "two extents for rank 3", fp8(List.of(4L, 4L), 2, 8, 8), "[4, 4]"),
          NegativeCase.of(
              "C8", "FP4 with FLOAT16 scales", oneD(FLOAT4E2M1, FLOAT16, 16), "FLOAT16", "NVFP4"),
          NegativeCase.of("C8", "INT32 data", oneD(INT32, FLOAT, 16), "6 (INT32)"),
          NegativeCase.of(
              "C9", "g = 0", nvfp4(type(FLOAT, 2, 32)).constant(Tensor.scalar(0f)), "positive"),
          NegativeCase.of(
              "C9", "g = -1", nvfp4(type(FLOAT, 2, 32)).constant(Tensor.scalar(-1f)), "-1.0"),
          NegativeCase.of(
              "C9", "g NaN", nvfp4(type(FLOAT, 2, 32)).constant(Tensor.scalar(Float.NaN)), "NaN"),
          NegativeCase.of(
              "C9",
              "g infinite",
              nvfp4(type(FLOAT, 2, 32)).constant(Tensor.scalar(Float.POSITIVE_INFINITY)),
              "finite"),
          NegativeCase.of(
              "C9",
              "two elements",
              nvfp4(type(FLOAT, 2, 32)).constant(Tensor.ofFloats(Shape.of(2), 1, 1)),
              "[2]"),
          NegativeCase.of(
              "C9",
              "rank 2",
              nvfp4(type(FLOAT, 2, 32)).constant(Tensor.ofFloats(Shape.of(1, 1), 1)),
              "rank 0 or 1"),
          NegativeCase.of(
              "C9", "computed", nvfp4(type(FLOAT, 2, 32)).input(type(FLOAT, 1)), "computed"),
          NegativeCase.of(
              "C9",
              "FLOAT16 beside FLOAT",
              nvfp4(type(FLOAT, 2, 32)).constant(TensorArrays.ofValues(FLOAT16, Shape.SCALAR, 1)),
              "FLOAT16"),
          NegativeCase.of(
              "C9",
              "with E8M0 scales",
              oneD(FLOAT8E4M3FN, FLOAT8E8M0, 32).constant(Tensor.scalar(1f)),
              "no double_quant_scale"),
          NegativeCase.of(
              "C9",
              "with FLOAT scales",
              fp8(List.of(4L, 4L), 8, 8).constant(Tensor.scalar(1f)),
              "no double_quant_scale"),
          NegativeCase.of(
              "C12",
              "unknown word",
              oneD(FLOAT8E4M3FN, FLOAT8E8M0, 32).with("scale_rounding", "nearest"),
              "nearest"),
          NegativeCase.of(
              "C12",
              "floor beside E4M3",
              nvfp4(type(FLOAT, 2, 32)).with("scale_rounding", "floor"),
              "FLOAT8E4M3FN"));

  private NegativeCases() {}

  static TensorType type(ElementType type, long... dims) {
    return TensorType.of(type, Shape.of(dims));
  }

  private static CallBuilder<DynamicQuantizeAttributes> nvfp4(TensorType x) {
    return CallBuilder.of(DynamicQuantize.DEFINITION)
        .with("axis", -1)
        .with("block_size", 16)
        .with("output_type", FLOAT4E2M1.onnxCode())
        .with("scale_type", FLOAT8E4M3FN.onnxCode())
        .input(x);
  }

  private static CallBuilder<DynamicQuantizeAttributes> oneD(
      ElementType output, ElementType scale, long size) {
    return CallBuilder.of(DynamicQuantize.DEFINITION)
        .with("axis", -1)
        .with("block_size", size)
        .with("output_type", output.onnxCode())
        .with("scale_type", scale.onnxCode())
        .input(type(FLOAT, 2, 64));
  }

  private static CallBuilder<DynamicQuantizeAttributes> typed(long... dims) {
    return CallBuilder.of(DynamicQuantize.DEFINITION)
        .with("output_type", FLOAT8E4M3FN.onnxCode())
        .with("scale_type", FLOAT.onnxCode())
        .input(type(FLOAT, dims));
  }

  private static CallBuilder<DynamicQuantizeAttributes> fp8(List<Long> block, long... dims) {
    return typed(dims).with("block_shape", block);
  }
}

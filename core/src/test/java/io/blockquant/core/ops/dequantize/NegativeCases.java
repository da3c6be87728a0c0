package io.blockquant.core.ops.dequantize;

import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
import static io.blockquant.core.dtype.ElementType.FLOAT8E8M0;
import static io.blockquant.core.dtype.ElementType.INT8;
import static io.blockquant.core.dtype.ElementType.UINT8;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.ops.NegativeCase;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.util.List;

/** One call or more per constraint of Dequantize that breaks it. */
public final class NegativeCases {

  public static final List<NegativeCase> ALL =
      List.of(
          NegativeCase.of("T1", "FLOAT codes", dq(FLOAT, 4, 6).input(f(1)), "FLOAT"),
          NegativeCase.of("Q1", "5 scales for axis of 6", dq(INT8, 4, 6).input(f(5)), "6 elements"),
          NegativeCase.of("Q2", "two dimensions differ", dq(INT8, 8, 8).input(f(2, 3)), "[2, 3]"),
          NegativeCase.of(
              "Q2",
              "block_shape says [2, 3]",
              dq(INT8, 8, 8).with("block_shape", List.of(4L, 3L)).input(f(3, 3)),
              "[2, 3]"),
          NegativeCase.of(
              "Q3",
              "E4M3 scale, not dequantized",
              dq(FLOAT8E4M3FN, 4, 6).input(TensorType.of(FLOAT8E4M3FN, Shape.of(4, 3))),
              "FLOAT8E4M3FN"),
          NegativeCase.of(
              "Q3",
              "E8M0 scale NaN",
              dq(FLOAT8E4M3FN, 4, 6).constant(TensorArrays.ofCodes(FLOAT8E8M0, Shape.SCALAR, 0xFF)),
              "NaN"),
          NegativeCase.of(
              "Q3",
              "infinite",
              dq(INT8, 4, 6).constant(Tensor.scalar(Float.POSITIVE_INFINITY)),
              "Infinity",
              "finite"),
          NegativeCase.of(
              "Q4",
              "UINT8 zero point for INT8",
              dq(INT8, 4, 6).input(f(1)).input(TensorType.of(UINT8, Shape.of(1))),
              "INT8",
              "UINT8"),
          NegativeCase.of(
              "Q5", "INT8 output", dq(INT8, 4, 6).input(f(1)).with("output_type", 3), "INT8"),
          NegativeCase.of(
              "Q5", "no such type", dq(INT8, 4, 6).input(f(1)).with("output_type", 77), "77"));

  private NegativeCases() {}

  private static CallBuilder<DequantizeAttributes> dq(ElementType q, long... dims) {
    return CallBuilder.of(Dequantize.DEFINITION).input(TensorType.of(q, Shape.of(dims)));
  }

  private static TensorType f(long... dims) {
    return TensorType.of(FLOAT, Shape.of(dims));
  }
}

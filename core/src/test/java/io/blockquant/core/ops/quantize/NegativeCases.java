package io.blockquant.core.ops.quantize;

import static io.blockquant.core.dtype.ElementType.DOUBLE;
import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.FLOAT8E4M3FN;
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

/** One call or more per constraint of Quantize that breaks it. */
public final class NegativeCases {

  public static final List<NegativeCase> ALL =
      List.of(
          NegativeCase.of("T1", "DOUBLE input", q(DOUBLE, 4, 6).input(f(1)), "DOUBLE"),
          NegativeCase.of(
              "T2", "INT32 output", q(FLOAT, 4, 6).input(f(1)).with("output_type", 6), "INT32"),
          NegativeCase.of(
              "T2", "no such type", q(FLOAT, 4, 6).input(f(1)).with("output_type", 99), "99"),
          NegativeCase.of(
              "T3", "DOUBLE precision", q(FLOAT, 4, 6).input(f(1)).with("precision", 11), "DOUBLE"),
          NegativeCase.of("Q1", "5 scales for axis of 6", q(FLOAT, 4, 6).input(f(5)), "6 elements"),
          NegativeCase.of("Q1", "rank 3 for rank 2", q(FLOAT, 4, 6).input(f(4, 6, 2)), "rank"),
          NegativeCase.of("Q1", "axis 7", q(FLOAT, 4, 6).with("axis", 7).input(f(6)), "axis 7"),
          NegativeCase.of("Q2", "two dimensions differ", q(FLOAT, 4, 6).input(f(2, 3)), "[2, 3]"),
          NegativeCase.of("Q2", "4 blocks of 6", q(FLOAT, 4, 6).input(f(4, 4)), "divides 6"),
          NegativeCase.of(
              "Q2",
              "block_shape says [2, 2]",
              q(FLOAT, 4, 6).with("block_shape", List.of(2L, 4L)).input(f(2, 3)),
              "[2, 2]"),
          NegativeCase.of(
              "Q2",
              "block_shape extent 0",
              q(FLOAT, 4, 6).with("block_shape", List.of(0L, 4L)).input(f(2, 3)),
              "[0, 4]"),
          NegativeCase.of(
              "Q3",
              "E4M3 scale",
              q(FLOAT, 4, 6).input(TensorType.of(FLOAT8E4M3FN, Shape.of(1))),
              "FLOAT8E4M3FN"),
          NegativeCase.of(
              "Q3",
              "second scale is 0",
              q(FLOAT, 4, 2).constant(Tensor.ofFloats(Shape.of(2), 1, 0)),
              "element",
              "1 of FLOAT [2]"),
          NegativeCase.of(
              "Q3", "NaN", q(FLOAT, 4, 2).constant(Tensor.scalar(Float.NaN)), "NaN", "positive"),
          NegativeCase.of(
              "Q4",
              "UINT8 zero point for INT8",
              q(FLOAT, 4, 6).input(f(1)).input(TensorType.of(UINT8, Shape.of(1))),
              "INT8",
              "UINT8"),
          NegativeCase.of(
              "Q4",
              "3 zero points for 6 scales",
              q(FLOAT, 4, 6).input(f(6)).input(TensorType.of(INT8, Shape.of(3))),
              "[6]",
              "[3]"),
          NegativeCase.of(
              "Q4",
              "FP8 zero point of 1",
              q(FLOAT, 4, 6)
                  .with("output_type", FLOAT8E4M3FN.onnxCode())
                  .input(f(1))
                  .constant(TensorArrays.ofValues(FLOAT8E4M3FN, Shape.of(1), 1)),
              "zeros",
              "1.0"));

  private NegativeCases() {}

  private static CallBuilder<QuantizeAttributes> q(ElementType x, long... dims) {
    return CallBuilder.of(Quantize.DEFINITION)
        .with("output_type", INT8.onnxCode())
        .input(TensorType.of(x, Shape.of(dims)));
  }

  private static TensorType f(long... dims) {
    return TensorType.of(FLOAT, Shape.of(dims));
  }
}

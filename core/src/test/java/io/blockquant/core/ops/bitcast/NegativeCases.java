package io.blockquant.core.ops.bitcast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.ops.NegativeCase;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import java.util.List;

/** One call or more per constraint of BitCast that breaks it. */
public final class NegativeCases {

  public static final List<NegativeCase> ALL =
      List.of(
          NegativeCase.of("T1", "no type", call(), "0 (no ONNX type)"),
          NegativeCase.of("T1", "text", call().with("to", 8), "STRING"),
          NegativeCase.of("T2", "wider", call().with("to", 7), "INT64", "FLOAT of 32 bits"));

  private NegativeCases() {}

  private static CallBuilder<BitCastAttributes> call() {
    return CallBuilder.of(BitCast.DEFINITION).input(TensorType.of(ElementType.FLOAT, Shape.of(2)));
  }
}

package io.blockquant.core.ops.cast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.CallBuilder;
import io.blockquant.core.ops.NegativeCase;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.TensorType;
import java.util.List;

/** One call or more per constraint of Cast that breaks it. */
public final class NegativeCases {

  public static final List<NegativeCase> ALL =
      List.of(
          NegativeCase.of("T1", "no type", call(), "0 (no ONNX type)"),
          NegativeCase.of("T1", "text", call().with("to", 8), "STRING"),
          NegativeCase.of("T1", "beyond an int", call().with("to", 1L << 32), "4294967296"),
          NegativeCase.of(
              "T2", "a word of its own", call().with("to", 24).with("round_mode", "odd"), "odd"));

  private NegativeCases() {}

  private static CallBuilder<CastAttributes> call() {
    return CallBuilder.of(Cast.DEFINITION).input(TensorType.of(ElementType.FLOAT, Shape.of(2)));
  }
}

package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Optional;

/** Say SwiGLU-28: {@code a * Sigmoid(alpha * a) * b}. */
final class SwigluLowering implements Lowering {

  @Override
  public Optional<Lowered> lower(Call call) {
    Optional<ElementType> type = call.elementType(0);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String a = call.node().input(0);
    float alpha = call.real("alpha").orElse(1f);
    String gate = alpha == 1 ? a : out.op("Mul", a, out.scalar(type.get(), alpha));
    String swish = out.op("Mul", a, out.op("Sigmoid", gate));
    out.output(0, "Mul", Attributes.NONE, swish, call.node().input(1));
    return Optional.of(out.done("as Sigmoid and Mul"));
  }
}

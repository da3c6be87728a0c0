package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Optional;

/**
 * Say a floating-point Mod whose result has the sign of the divisor, which opset 28 defines, in one
 * whose result has the sign of the dividend, which ONNX Runtime has.
 */
final class ModLowering implements Lowering {

  @Override
  public Optional<Lowered> lower(Call call) {
    ElementType type = call.elementType(0).orElse(ElementType.STRING);
    if (!type.isFloating() || call.integer("fmod").orElse(0) != 0) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String b = call.node().input(1);
    String zero = out.scalar(type, 0);
    String rest = out.op("Mod", Attributes.NONE.with("fmod", 1), call.node().input(0), b);
    String restIsNegative = out.op("Less", rest, zero);
    String divisorIsNegative = out.op("Less", b, zero);
    String isZero = out.op("Equal", rest, zero);
    String moved =
        out.op(
            "Where",
            out.op("Xor", restIsNegative, divisorIsNegative),
            out.op("Add", rest, b),
            rest);
    // Neither comparison holds for NaN, so that the sum keeps it.
    String unsigned = out.op("Where", isZero, zero, moved);
    // A zero takes the sign of the divisor; Where would lose it, a product does not.
    String sign =
        out.op(
            "Where",
            out.op("And", isZero, divisorIsNegative),
            out.scalar(type, -1),
            out.scalar(type, 1));
    out.output(0, "Mul", Attributes.NONE, unsigned, sign);
    return Optional.of(out.done("as Mod with fmod = 1"));
  }
}

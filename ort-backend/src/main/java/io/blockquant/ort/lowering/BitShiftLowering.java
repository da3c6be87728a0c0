package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Optional;

/**
 * Say BitShift in BitShift-11 of 32 or 64 unsigned bits.
 *
 * <p>Opset 28 defines shifts of signed integers and by amounts beyond the width; ONNX Runtime has
 * BitShift-11 for UINT8, UINT32 and UINT64, where such amounts are undefined. An arithmetic shift
 * to the right is a logical one of {@code x ^ m}, and {@code ^ m} again, where {@code m} is all
 * ones for negative numbers.
 */
final class BitShiftLowering implements Lowering {

  private static final int DEFINED_SINCE = 28;

  @Override
  public Optional<Lowered> lower(Call call) {
    ElementType type = call.elementType(0).orElse(ElementType.STRING);
    if (!type.isInteger() || isNative(type, call.node().op().version())) {
      return Optional.empty();
    }
    boolean left = call.text("direction").orElse("").equals("LEFT");
    boolean arithmetic = !left && type.kind() == ElementType.Kind.SIGNED_INTEGER;
    ElementType wide = type.bits() > Integer.SIZE ? ElementType.UINT64 : ElementType.UINT32;
    Emitter out = new Emitter(call);
    String x = call.node().input(0);
    String amount = out.cast(call.node().input(1), ElementType.INT64);
    String zero = out.scalar(ElementType.INT64, 0);
    String inRange =
        out.op(
            "And",
            out.op("Not", out.op("Less", amount, zero)),
            out.op("Less", amount, out.scalar(ElementType.INT64, type.bits())));
    String safe = out.cast(out.op("Where", inRange, amount, zero), wide);
    String beyond = zero;
    String bits = out.cast(x, wide);
    Attributes direction = Attributes.NONE.with("direction", left ? "LEFT" : "RIGHT");
    String shifted;
    if (arithmetic) {
      String negative = out.op("Less", out.cast(x, ElementType.INT64), zero);
      beyond = out.op("Neg", out.cast(negative, ElementType.INT64));
      String mask = out.cast(beyond, wide);
      String flipped = out.op("BitwiseXor", bits, mask);
      shifted = out.op("BitwiseXor", out.op("BitShift", direction, flipped, safe), mask);
    } else {
      shifted = out.op("BitShift", direction, bits, safe);
    }
    String result = out.op("Where", inRange, out.cast(shifted, ElementType.INT64), beyond);
    out.output(0, "Cast", Emitter.to(type), result);
    return Optional.of(out.done("as shifts of " + wide));
  }

  private static boolean isNative(ElementType type, int version) {
    boolean kernel =
        type == ElementType.UINT8 || type == ElementType.UINT32 || type == ElementType.UINT64;
    return kernel && version < DEFINED_SINCE;
  }
}

package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Say ConvInteger with a zero point per output channel, which ONNX Runtime refuses when it runs: by
 * {@code conv(x, w) - zero * conv(x, 1)}, exact in INT32.
 */
final class ConvIntegerLowering implements Lowering {

  private static final int X_ZERO = 2;
  private static final int W_ZERO = 3;

  @Override
  public Optional<Lowered> lower(Call call) {
    Optional<TensorType> weight = call.type(1).filter(TensorType::hasRank);
    Optional<TensorType> zero = call.type(W_ZERO).filter(TensorType::hasRank);
    if (weight.isEmpty() || zero.isEmpty() || zero.get().rank() != 1) {
      return Optional.empty();
    }
    OptionalLong channels = call.extent(W_ZERO, 0);
    if (channels.isPresent() && channels.getAsLong() == 1) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String x = call.node().input(0);
    String w = call.node().input(1);
    String xZero = call.node().input(X_ZERO);
    Attributes same = call.node().attributes();
    String products = out.op("ConvInteger", same, x, w, xZero);
    String ones = ones(out, w, weight.get().elementType());
    String sums = out.op("ConvInteger", same, x, ones, xZero);
    long[] perChannel = new long[weight.get().rank()];
    Arrays.fill(perChannel, 1);
    perChannel[1] = -1;
    String zeros = out.cast(call.node().input(W_ZERO), ElementType.INT32);
    String correction = out.op("Mul", out.reshape(zeros, perChannel), sums);
    out.output(0, "Sub", Attributes.NONE, products, correction);
    return Optional.of(out.done("with the zero points of the channels subtracted afterwards"));
  }

  private static String ones(Emitter out, String like, ElementType type) {
    Tensor one = Tensor.allocate(type, Shape.of(1));
    Elements.setInteger(one, 0, 1);
    Attributes value = Attributes.NONE.with("value", new Attribute.TensorValue(one));
    return out.op("ConstantOfShape", value, out.op("Shape", like));
  }
}

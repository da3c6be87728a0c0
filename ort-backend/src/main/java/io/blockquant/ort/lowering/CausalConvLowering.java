package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Say CausalConvWithState-27 as a depthwise Conv over what came before and the input.
 *
 * <p>The number of channels must be known: Conv takes it as an attribute.
 */
final class CausalConvLowering implements Lowering {

  private static final Set<String> SWISH = Set.of("silu", "swish");
  private static final int BIAS = 2;
  private static final int PAST = 3;

  @Override
  public Optional<Lowered> lower(Call call) {
    OptionalLong channels = call.extent(1, 0);
    if (channels.isEmpty()) {
      channels = call.extent(0, 1);
    }
    Optional<ElementType> type = call.elementType(0);
    String activation = call.text("activation").orElse("none");
    boolean swish = SWISH.contains(activation);
    if (channels.isEmpty() || type.isEmpty() || !(swish || activation.equals("none"))) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String x = call.node().input(0);
    String weight = call.node().input(1);
    String padded =
        call.node().hasInput(PAST)
            ? out.op("Concat", Attributes.NONE.with("axis", 2), call.node().input(PAST), x)
            : padded(out, x, weight);
    Attributes depthwise = Attributes.NONE.with("group", channels.getAsLong());
    String convolved =
        call.node().hasInput(BIAS)
            ? out.op("Conv", depthwise, padded, weight, call.node().input(BIAS))
            : out.op("Conv", depthwise, padded, weight);
    if (swish) {
      out.output(0, "Mul", Attributes.NONE, convolved, out.op("Sigmoid", convolved));
    } else {
      out.output(0, "Identity", Attributes.NONE, convolved);
    }
    // The kernel's length less one is what the padding added, so this starts where the input ends.
    String start = out.extent(x, 2);
    String end = out.longs(Long.MAX_VALUE);
    out.output(1, "Slice", Attributes.NONE, padded, start, end, out.longs(2));
    return Optional.of(out.done("as Conv"));
  }

  private static String padded(Emitter out, String x, String weight) {
    String before = out.op("Sub", out.extent(weight, 2), out.longs(1));
    String pads = out.concat(out.longs(0, 0), before, out.longs(0, 0, 0));
    List<String> inputs = List.of(x, pads);
    return out.op("Pad", inputs.toArray(String[]::new));
  }
}

package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Inlining;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Say FlexAttention in MatMul and Softmax; the graphs that modify scores and probabilities are put
 * in between.
 */
final class FlexAttentionLowering implements Lowering {

  /** Unsqueeze takes its axes as an input from here on. */
  private static final int AXES_ARE_INPUTS = 13;

  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int HEADS = 1;

  @Override
  public Optional<Lowered> lower(Call call) {
    Optional<ElementType> type = call.elementType(0);
    Optional<ElementType> valueType = call.elementType(VALUE);
    if (type.isEmpty() || valueType.isEmpty()) {
      return Optional.empty();
    }
    ElementType given = type.get();
    Optional<ElementType> precision = precision(call, given);
    if (precision.isEmpty() || call.opset() < AXES_ARE_INPUTS) {
      return Optional.empty();
    }
    Emitter out = new Emitter(call);
    String q = call.node().input(0);
    String k = call.node().input(KEY);
    String v = call.node().input(VALUE);
    if (!sameHeads(call)) {
      k = spread(out, q, k);
      v = spread(out, q, v);
    }
    // Half of the scale goes to each side, which keeps the products of FLOAT16 in range.
    String half = rootOfScale(out, call, q, given);
    String left = out.op("Mul", q, half);
    String right = out.transpose(out.op("Mul", k, half), 0, 1, 3, 2);
    String scores = out.cast(out.op("MatMul", left, right), precision.get());
    scores = modify(out, call, "score_mod", scores);
    String weights = out.op("Softmax", Attributes.NONE.with("axis", -1), scores);
    weights = modify(out, call, "prob_mod", weights);
    String result = out.op("MatMul", weights, out.cast(v, precision.get()));
    out.output(0, "Cast", Emitter.to(valueType.get()), result);
    return Optional.of(out.done("as MatMul and Softmax"));
  }

  private static Optional<ElementType> precision(Call call, ElementType given) {
    OptionalLong code = call.integer("softmax_precision");
    if (code.isPresent()) {
      return ElementType.fromOnnxCode(Math.clamp(code.getAsLong(), 0, Integer.MAX_VALUE));
    }
    return Optional.of(given == ElementType.DOUBLE ? given : ElementType.FLOAT);
  }

  private static boolean sameHeads(Call call) {
    OptionalLong queries = call.extent(0, HEADS);
    return queries.isPresent() && queries.equals(call.extent(KEY, HEADS));
  }

  /** Repeat each head for the group of query heads that share it. */
  private static String spread(Emitter out, String q, String heads) {
    String batch = out.extent(heads, 0);
    String own = out.extent(heads, 1);
    String rest = out.concat(out.extent(heads, 2), out.extent(heads, 3));
    String all = out.extent(q, 1);
    String group = out.op("Div", all, own);
    String repeated =
        out.op("Expand", out.unsqueeze(heads, 2), out.concat(batch, own, group, rest));
    return out.op("Reshape", repeated, out.concat(batch, all, rest));
  }

  private static String rootOfScale(Emitter out, Call call, String q, ElementType type) {
    Optional<Float> scale = call.real("scale");
    if (scale.isPresent()) {
      return out.scalar(type, Math.sqrt(scale.get()));
    }
    String size = out.cast(out.extent(q, 3), ElementType.FLOAT);
    String root = out.op("Sqrt", out.op("Reciprocal", out.op("Sqrt", size)));
    return out.cast(root, type);
  }

  private static String modify(Emitter out, Call call, String attribute, String value) {
    Optional<Graph> body = call.body(attribute);
    if (body.isEmpty()) {
      return value;
    }
    Inlining.Inlined inlined =
        Inlining.inline(body.get(), List.of(value), out.prefix() + attribute + "/");
    inlined
        .initializers()
        .forEach((name, tensor) -> {
          String constant = out.constant(tensor);
          out.write("Identity", Attributes.NONE, List.of(constant), List.of(name));
        });
    inlined.nodes().forEach(out::add);
    return inlined.outputs().getFirst();
  }
}

package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Say LinearAttention-27 as a Scan over the tokens, whose state is the matrix of each key-value
 * head. Everything is computed in FLOAT.
 */
final class LinearAttentionLowering implements Lowering {

  private static final int QUERY = 0;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int PAST = 3;
  private static final int DECAY = 4;
  private static final int BETA = 5;
  private static final int OPERANDS = 6;

  @Override
  public Optional<Lowered> lower(Call call) {
    OptionalLong heads = call.integer("q_num_heads");
    OptionalLong pairs = call.integer("kv_num_heads");
    Optional<ElementType> type = call.elementType(QUERY);
    String rule = call.text("update_rule").orElse("gated_delta");
    boolean gated = rule.equals("gated") || rule.equals("gated_delta");
    boolean delta = rule.equals("delta") || rule.equals("gated_delta");
    boolean known = gated || delta || rule.equals("linear");
    if (heads.isEmpty()
        || pairs.isEmpty()
        || pairs.getAsLong() < 1
        || heads.getAsLong() % pairs.getAsLong() != 0
        || type.isEmpty()
        || !known
        || gated != call.node().hasInput(DECAY)
        || delta != call.node().hasInput(BETA)
        || call.node().inputs().size() > OPERANDS) {
      return Optional.empty();
    }
    return Optional.of(lower(call, type.get(), heads.getAsLong(), pairs.getAsLong(), gated, delta));
  }

  private static Lowered lower(
      Call call, ElementType type, long heads, long pairs, boolean gated, boolean delta) {
    Emitter out = new Emitter(call);
    String q = unpack(out, call.node().input(QUERY), 0, 0, pairs, heads / pairs, -1);
    String k = unpack(out, call.node().input(KEY), 0, 0, pairs, -1, 1);
    String v = unpack(out, call.node().input(VALUE), 0, 0, pairs, 1, -1);
    List<String> inputs = new ArrayList<>(List.of(state(out, call, pairs, k, v), q, k, v));
    if (gated) {
      inputs.add(unpack(out, call.node().input(DECAY), 0, 0, pairs, -1, 1));
    }
    if (delta) {
      inputs.add(unpack(out, call.node().input(BETA), 0, 0, -1, 1, 1));
    }
    String last = out.fresh();
    String read = out.fresh();
    Attributes scan =
        Attributes.NONE
            .with("num_scan_inputs", inputs.size() - 1)
            .with("body", new Attribute.Subgraph(step(out, gated, delta)));
    out.write("Scan", scan, inputs, List.of(last, read));
    String scaled = out.op("Mul", read, scale(out, call, q));
    String tokens = out.transpose(scaled, 1, 0, 2, 3, 4);
    out.output(0, "Cast", Emitter.to(type), out.reshape(tokens, 0, 0, -1));
    ElementType stateType = call.elementType(PAST).orElse(type);
    out.output(1, "Cast", Emitter.to(stateType), last);
    return out.done("as Scan over the tokens, in FLOAT");
  }

  /** [B, T, H * D] becomes [T, B, ...] in FLOAT. */
  private static String unpack(Emitter out, String packed, long... shape) {
    String apart = out.reshape(out.cast(packed, ElementType.FLOAT), shape);
    return out.transpose(apart, 1, 0, 2, 3, 4);
  }

  private static String state(Emitter out, Call call, long pairs, String k, String v) {
    if (call.node().hasInput(PAST)) {
      return out.cast(call.node().input(PAST), ElementType.FLOAT);
    }
    String shape =
        out.concat(out.extent(k, 1), out.longs(pairs), out.extent(k, 3), out.extent(v, 4));
    return out.op("ConstantOfShape", shape);
  }

  private static String scale(Emitter out, Call call, String q) {
    float given = call.real("scale").orElse(0f);
    if (given != 0) {
      return out.scalar(ElementType.FLOAT, given);
    }
    String size = out.cast(out.extent(q, 4), ElementType.FLOAT);
    return out.op("Reciprocal", out.op("Sqrt", size));
  }

  /**
   * One token: state [B, H, Dk, Dv], q [B, H, G, Dk], k [B, H, Dk, 1], v [B, H, 1, Dv], decay [B,
   * H, 1 or Dk, 1], beta [B, H or 1, 1, 1].
   */
  private static Graph step(Emitter out, boolean gated, boolean delta) {
    String p = out.prefix() + "token/";
    Body body = new Body(p, out.opset());
    List<String> names = new ArrayList<>(List.of("state", "q", "k", "v"));
    if (gated) {
      names.add("decay");
    }
    if (delta) {
      names.add("beta");
    }
    String state = p + "state";
    String k = p + "k";
    String v = p + "v";
    if (gated) {
      state = body.op("Mul", state, body.op("Exp", p + "decay"));
    }
    if (delta) {
      String transposed = body.op("Transpose", Emitter.perm(0, 1, 3, 2), k);
      String known = body.op("MatMul", transposed, state);
      v = body.op("Mul", p + "beta", body.op("Sub", v, known));
    }
    state = body.op("Add", state, body.op("Mul", k, v));
    String read = body.op("MatMul", p + "q", state);
    List<Value> inputs =
        names.stream()
            .map(name -> new Value(p + name, TensorType.ofUnknownRank(ElementType.FLOAT)))
            .toList();
    // Scan wants the outputs in this order: the state, then what is collected.
    return new Graph(
        "token", inputs, List.of(Value.of(state), Value.of(read)), body.nodes, Map.of(), Map.of());
  }

  /** Collects the nodes of the body. */
  private static final class Body {
    private final String prefix;
    private final int opset;
    private final List<Node> nodes = new ArrayList<>();

    Body(String prefix, int opset) {
      this.prefix = prefix;
      this.opset = opset;
    }

    String op(String type, String... inputs) {
      return op(type, Attributes.NONE, inputs);
    }

    String op(String type, Attributes attributes, String... inputs) {
      String output = prefix + nodes.size();
      OpId op = new OpId(OpId.ONNX, type, opset);
      nodes.add(new Node("", op, List.of(inputs), List.of(output), attributes));
      return output;
    }
  }
}

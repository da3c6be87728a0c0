package io.blockquant.ort.lowering;

import static java.util.Map.entry;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** List the lowerings by operator, and apply them. Thread-safe where {@link Kernels} is. */
public final class Lowerings {

  /** Say whether ONNX Runtime has kernels. */
  @FunctionalInterface
  public interface Kernels {

    /**
     * Return whether it runs some nodes.
     *
     * @param graph what is known of the values that they read from around them
     */
    boolean run(Graph graph, List<Node> nodes);
  }

  private static final int MOD_CHANGED = 28;

  private static final Map<String, Lowering> STANDARD =
      Map.ofEntries(
          entry("BitShift", new BitShiftLowering()),
          entry("CausalConvWithState", new CausalConvLowering()),
          entry("ConvInteger", new ConvIntegerLowering()),
          entry("GRU", new RecurrentLowering()),
          entry("Gemm", new HalfGemmLowering()),
          entry("LSTM", new RecurrentLowering()),
          entry("LinearAttention", new LinearAttentionLowering()),
          entry("Mod", Lowerings::mod),
          entry("RNN", new RecurrentLowering()),
          entry("StringNormalizer", new LocaleLowering()),
          entry("SwiGLU", new SwigluLowering()));

  private static final Map<String, Lowering> PREVIEW =
      Map.of("FlexAttention", new FlexAttentionLowering());

  private static final Map<String, Lowering> TRAINING = Map.of("Adagrad", new OptimizerLowering());

  private static final Map<String, Map<String, Lowering>> BY_DOMAIN =
      Map.of(OpId.ONNX, STANDARD, "ai.onnx.preview", PREVIEW, "ai.onnx.preview.training", TRAINING);

  private final Kernels kernels;

  /** Apply lowerings where ONNX Runtime needs them. */
  public Lowerings(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Return what stands for a node; empty where it is written as it is.
   *
   * @param graph what is known of the values that it reads
   * @param opset the version of the standard operators around it
   */
  public Optional<Lowered> lower(Graph graph, Node node, int opset) {
    Graph own = Surroundings.of(graph, node);
    Call call = new Call(own, node, opset);
    Optional<Lowered> direct = direct(call);
    Optional<ElementType> narrow = Widening.candidate(call);
    if (narrow.isEmpty() || kernels.run(own, nodes(direct, node))) {
      return direct;
    }
    Widening.Wide wide = Widening.of(call, narrow.get());
    Optional<Lowered> inner = direct(new Call(wide.graph(), wide.node(), opset));
    List<Node> computing = nodes(inner, wide.node());
    if (!kernels.run(wide.graph(), computing)) {
      return direct;
    }
    List<Node> all = new ArrayList<>(wide.before());
    all.addAll(computing);
    all.addAll(wide.after());
    String how = "in " + wide.type() + " between casts";
    return Optional.of(new Lowered(all, inner.map(l -> l.how() + ", " + how).orElse(how)));
  }

  private static Optional<Lowered> direct(Call call) {
    Lowering lowering =
        BY_DOMAIN.getOrDefault(call.node().op().domain(), Map.of()).get(call.node().op().type());
    return lowering == null ? Optional.empty() : lowering.lower(call);
  }

  private static List<Node> nodes(Optional<Lowered> lowered, Node node) {
    return lowered.map(Lowered::nodes).orElseGet(() -> List.of(node));
  }

  private static Optional<Lowered> mod(Call call) {
    return call.node().op().version() < MOD_CHANGED
        ? Optional.empty()
        : new ModLowering().lower(call);
  }
}

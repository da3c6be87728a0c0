package io.blockquant.ort;

import ai.onnxruntime.OrtException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.ort.lowering.LoweredGraph;
import io.blockquant.ort.lowering.Lowerings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Infer the types of a fragment: let ONNX Runtime load it and say what it returns.
 *
 * <p>It names one fault at a time. A node that it merely lacks is left out, with everything that
 * reads its outputs, and the rest is tried again.
 */
final class FragmentTyping {

  private final Graph fragment;
  private final NodeTokens tokens;
  private final LoweredGraph lowered;
  private final FragmentModel model;

  FragmentTyping(OrtSessions sessions, Lowerings lowerings, Graph fragment) {
    this.fragment = fragment;
    this.tokens = new NodeTokens(fragment.nodes());
    this.lowered = LoweredGraph.of(inputsTyped(fragment), lowerings, OpsetStamp.standard(fragment));
    this.model = new FragmentModel(sessions, fragment, lowered);
  }

  /** What a file says of the types of intermediates may be wrong. */
  private static Graph inputsTyped(Graph fragment) {
    Map<String, TensorType> types = new HashMap<>();
    for (Value input : fragment.inputs()) {
      fragment.type(input.name()).ifPresent(type -> types.put(input.name(), type));
    }
    return fragment.withTypes(types);
  }

  /**
   * Return the types that could be inferred.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Ort.TypeInference} at the node that
   *     is wrong
   */
  Map<String, TensorType> infer() {
    requireOneOpset();
    List<Integer> alive = loadable();
    while (!alive.isEmpty()) {
      try {
        return model.types(alive);
      } catch (OrtException e) {
        alive = without(alive, guilty(alive, e));
      }
    }
    return Map.of();
  }

  /** Return the node to do without; throws if it is wrong rather than unknown. */
  private int guilty(List<Integer> alive, OrtException failure) {
    int named = tokens.findIndex(OrtMessages.raw(failure)).orElse(-1);
    if (alive.contains(named)) {
      return requireUnknown(named, failure);
    }
    // Not every message names a node: look for the shortest beginning that fails.
    int loads = 0;
    int fails = alive.size();
    OrtException cause = failure;
    while (fails - loads > 1) {
      int middle = (loads + fails) >>> 1;
      try {
        model.load(alive.subList(0, middle));
        loads = middle;
      } catch (OrtException e) {
        fails = middle;
        cause = e;
      }
    }
    return requireUnknown(alive.get(fails - 1), cause);
  }

  private int requireUnknown(int index, OrtException failure) {
    Node node = fragment.nodes().get(index);
    if (!MissingOperator.isCause(failure, node)) {
      throw OrtErrors.inference(node, tokens, failure);
    }
    return index;
  }

  /** Return the nodes that can be written at all. */
  private List<Integer> loadable() {
    List<Integer> all = new ArrayList<>();
    Set<String> lost = new HashSet<>(model.unwritableInputs());
    for (int index = 0; index < fragment.nodes().size(); index++) {
      Node node = fragment.nodes().get(index);
      boolean written =
          !holdsCatalogNodes(node)
              && (lowered.lowered().get(index).isPresent()
                  || OpsetStamp.refusal(fragment, node).isEmpty());
      if (written && model.reads(index).stream().noneMatch(lost::contains)) {
        all.add(index);
      } else {
        lost.addAll(node.outputs());
      }
    }
    return all;
  }

  /** What the catalog defines is no question for ONNX Runtime, in bodies neither. */
  private static boolean holdsCatalogNodes(Node node) {
    return node.op().domain().equals(OpId.BLOCKQUANT)
        || Bodies.of(node).stream()
            .flatMap(body -> body.nodes().stream())
            .anyMatch(inner -> inner.op().domain().equals(OpId.BLOCKQUANT));
  }

  private List<Integer> without(List<Integer> alive, int dropped) {
    Set<String> lost = new HashSet<>(fragment.nodes().get(dropped).outputs());
    List<Integer> kept = new ArrayList<>(alive.size());
    for (int index : alive) {
      if (index != dropped && model.reads(index).stream().noneMatch(lost::contains)) {
        kept.add(index);
      } else {
        lost.addAll(fragment.nodes().get(index).outputs());
      }
    }
    return kept;
  }

  private void requireOneOpset() {
    Optional<String> conflict = OpsetStamp.conflict(fragment);
    if (conflict.isPresent()) {
      throw Diagnostic.error("Ort.TypeInference", "all nodes of a domain MUST be of one opset")
          .at(Place.node(fragment.nodes().getFirst().describe()))
          .fact("found", conflict.get())
          .help("give every node of a domain the opset that the model declares for it")
          .asException();
    }
  }
}

package io.blockquant.core.control;

import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Say what one node of control flow does. Immutable. */
interface Flow {

  /** Scan had a batch axis of its own before. */
  int SCAN_WITHOUT_BATCH = 9;

  /** Return the types of the outputs as far as they are known; null where they are not. */
  List<@Nullable TensorType> infer(Bodies bodies);

  /** Compile the bodies. */
  Running open(Bodies bodies);

  /** Hold a node with its bodies compiled. Thread-safe. */
  interface Running extends AutoCloseable {

    /** Compute the outputs from all that the node reads, by name. */
    List<Tensor> run(Map<String, Tensor> values);

    String summary();

    @Override
    void close();
  }

  /** Return what a node of {@code graph} does; empty if it is none of control flow. */
  static Optional<Flow> of(Graph graph, Node node) {
    if (!node.op().domain().equals(OpId.ONNX)) {
      return Optional.empty();
    }
    return switch (node.op().type()) {
      case "If" ->
          body(node, "then_branch")
              .flatMap(
                  yes -> body(node, "else_branch").map(no -> new IfFlow(graph, node, yes, no)));
      case "Loop" -> body(node, "body").map(body -> new LoopFlow(graph, node, body));
      case "Scan" ->
          node.op().version() < SCAN_WITHOUT_BATCH
              ? Optional.empty()
              : body(node, "body").map(body -> new ScanFlow(graph, node, body));
      default -> Optional.empty();
    };
  }

  private static Optional<Graph> body(Node node, String attribute) {
    return node.attributes().find(attribute).orElse(null) instanceof Attribute.Subgraph body
        ? Optional.of(body.value())
        : Optional.empty();
  }
}

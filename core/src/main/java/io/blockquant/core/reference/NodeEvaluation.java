package io.blockquant.core.reference;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpCalls;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluate one node by its operator's reference. Immutable and thread-safe.
 *
 * @param <A> the operator's attributes
 */
public final class NodeEvaluation<A> {

  /** Gives the memory for an output. */
  @FunctionalInterface
  public interface Allocator {
    /**
     * Return host memory for an output.
     *
     * @param output which one, as the operator counts them; the node may not name it
     */
    Tensor allocate(int output, ElementType type, Shape shape);
  }

  private final OpDefinition<A> definition;
  private final OpCall<A> call;

  private NodeEvaluation(OpDefinition<A> definition, OpCall<A> call) {
    this.definition = definition;
    this.call = call;
  }

  /** Prepare a node of {@code graph}. */
  public static <A> NodeEvaluation<A> of(OpDefinition<A> definition, Graph graph, Node node) {
    return new NodeEvaluation<>(definition, OpCalls.of(definition, graph, node));
  }

  /** Return the node. */
  public Node node() {
    return call.node();
  }

  /**
   * Compute the outputs, one per output of the operator.
   *
   * @param inputs one host tensor per input of the node; null where it is not given
   * @throws io.blockquant.core.diag.BlockquantException if the inputs break a constraint
   */
  public List<Tensor> evaluate(List<? extends @Nullable Tensor> inputs, Allocator allocator) {
    OpCall<A> bound = call.bind(inputs);
    List<TensorType> types = definition.infer(bound);
    List<Tensor> outputs = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      TensorType type = types.get(i);
      outputs.add(allocator.allocate(i, type.elementType(), type.shape().orElseThrow()));
    }
    definition.evaluate(bound, new ArrayList<>(inputs), outputs);
    return outputs;
  }
}

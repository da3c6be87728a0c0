package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.reference.NodeEvaluation;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compute nodes of the catalog all of whose inputs are constants, once, with the reference.
 *
 * <p>A result larger than its node's inputs is kept a node, so that 4- and 8-bit weights are not
 * blown up in memory; below {@link #SMALL} bytes nothing is gained by that. Constant nodes that are
 * opaque to core are left to the backend that knows them.
 */
final class ConstantFolding implements Pass {

  /** Results up to this size are folded even when they are larger than what they come from. */
  static final long SMALL = 4096;

  @Override
  public String name() {
    return "constant-folding";
  }

  @Override
  public String description() {
    return "computes nodes whose inputs are all constants once, unless that inflates weights";
  }

  @Override
  public Graph apply(Graph graph, PassContext context) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    Set<String> varying = new HashSet<>();
    graph.inputs().forEach(input -> varying.add(input.name()));
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<OpDefinition<?>> definition = context.registry().find(node);
      boolean constant =
          node.inputs().stream()
              .allMatch(name ->
                  name.isEmpty() || (constants.containsKey(name) && !varying.contains(name)));
      if (definition.isEmpty() || !constant || !fold(definition.get(), graph, node, constants)) {
        kept.add(node);
      }
    }
    if (kept.size() == graph.nodes().size()) {
      return graph;
    }
    return graph.withNodes(kept).withInitializers(constants);
  }

  private static boolean fold(
      OpDefinition<?> definition, Graph graph, Node node, Map<String, Tensor> constants) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    List<@Nullable Tensor> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      Tensor tensor = constants.get(name);
      inputs.add(tensor);
      if (tensor != null) {
        own.put(name, tensor);
      }
    }
    long inputBytes = own.values().stream().mapToLong(Tensor::byteSize).sum();
    if (!isSmall(graph, node, Math.max(SMALL, inputBytes))) {
      return false;
    }
    Graph alone = new Graph(node.name(), List.of(), List.of(), List.of(node), own, Map.of());
    List<Tensor> outputs =
        NodeEvaluation.of(definition, alone, node)
            .evaluate(inputs, (_, type, shape) -> Tensor.allocate(type, shape));
    for (int i = 0; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        constants.put(node.output(i), outputs.get(i));
      }
    }
    return true;
  }

  private static boolean isSmall(Graph graph, Node node, long most) {
    long bytes = 0;
    for (String name : node.outputs()) {
      if (name.isEmpty()) {
        continue;
      }
      Optional<TensorType> type = graph.type(name).filter(known -> known.shape().isPresent());
      if (type.isEmpty()) {
        return false;
      }
      long elements = type.get().shape().orElseThrow().elementCount();
      bytes += type.get().elementType().byteSize(elements);
    }
    return bytes <= most;
  }
}

package io.blockquant.core.reference;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Run the nodes of a region in their order. */
final class ReferenceExecutable implements Executable {

  private final Graph region;
  private final List<NodeEvaluation<?>> evaluations = new ArrayList<>();
  private final Map<String, Integer> outputIndexes = new HashMap<>();

  ReferenceExecutable(Graph region, OpRegistry registry) {
    this.region = region;
    for (Node node : region.nodes()) {
      evaluations.add(NodeEvaluation.of(registry.find(node).orElseThrow(), region, node));
    }
    for (int i = 0; i < region.outputs().size(); i++) {
      outputIndexes.put(region.outputs().get(i).name(), i);
    }
  }

  @Override
  public Invocation newInvocation() {
    return new Invocation() {
      @Override
      public void run(ExecutionContext context) {
        ReferenceExecutable.this.run(context);
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  private void run(ExecutionContext context) {
    Map<String, Tensor> values = new HashMap<>(region.initializers());
    for (int i = 0; i < region.inputs().size(); i++) {
      values.put(region.inputs().get(i).name(), context.input(i));
    }
    int temporaries = 0;
    for (NodeEvaluation<?> evaluation : evaluations) {
      Node node = evaluation.node();
      int firstSlot = temporaries;
      List<Tensor> outputs =
          evaluation.evaluate(
              node.inputs().stream().map(values::get).toList(),
              (output, type, shape) -> {
                Integer index = outputIndexes.get(node.output(output));
                return index == null
                    ? context.temporary(firstSlot + output, type, shape)
                    : context.output(index, type, shape);
              });
      temporaries += outputs.size();
      for (int i = 0; i < node.outputs().size(); i++) {
        if (!node.output(i).isEmpty()) {
          values.put(node.output(i), outputs.get(i));
        }
      }
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

package io.blockquant.core.control;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Hold the nodes of a region with their bodies compiled. */
final class ControlExecutable implements Executable {

  private final Graph region;
  private final List<Flow.Running> running = new ArrayList<>();

  ControlExecutable(Graph region, Bodies bodies) {
    this.region = region;
    try {
      for (Node node : region.nodes()) {
        running.add(Flow.of(region, node).orElseThrow().open(bodies));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Invocation newInvocation() {
    return new Invocation() {
      @Override
      public void run(ExecutionContext context) {
        ControlExecutable.this.run(context);
      }

      @Override
      public void close() {
        // Nothing is kept from run to run.
      }
    };
  }

  private void run(ExecutionContext context) {
    Map<String, Tensor> values = new HashMap<>(region.initializers());
    for (int i = 0; i < region.inputs().size(); i++) {
      values.put(region.inputs().get(i).name(), context.input(i).toHost(Arena.ofAuto()));
    }
    for (int i = 0; i < running.size(); i++) {
      Node node = region.nodes().get(i);
      List<Tensor> outputs = running.get(i).run(values);
      for (int output = 0; output < node.outputs().size(); output++) {
        if (!node.output(output).isEmpty()) {
          values.put(node.output(output), outputs.get(output));
        }
      }
    }
    for (int i = 0; i < region.outputs().size(); i++) {
      Tensor result = Objects.requireNonNull(values.get(region.outputs().get(i).name()));
      context.deliver(i, result);
    }
  }

  @Override
  public void close() {
    running.forEach(Flow.Running::close);
  }
}

package io.blockquant.cpu;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Invocation;
import io.blockquant.cpu.parallel.WorkerPool;
import java.util.ArrayList;
import java.util.List;

/** Hold a region as steps. Immutable: what runs learn is kept by their invocations. */
final class CpuExecutable implements Executable {

  private final WorkerPool pool;
  private final ValueIndex values;
  private final List<Step<?, ?>> steps;
  private final SlotPlan slots;

  CpuExecutable(Graph region, Operators operators, WorkerPool pool) {
    this.pool = pool;
    this.values = new ValueIndex(region, operators);
    List<Step<?, ?>> made = new ArrayList<>();
    for (Node node : region.nodes()) {
      made.add(operators.find(node).orElseThrow().step(region, node, values));
    }
    this.steps = List.copyOf(made);
    this.slots = new SlotPlan(steps, values);
  }

  @Override
  public Invocation newInvocation() {
    return new CpuInvocation(steps, values, slots, pool);
  }

  @Override
  public void close() {
    // The pool belongs to the backend; nothing else outlives the garbage collector's care.
  }
}

package io.blockquant.cpu;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import io.blockquant.cpu.parallel.WorkerPool;
import java.util.Optional;

/** Runs the operators of the catalog on the CPU, with threads of its own. */
final class CpuBackend implements Backend {

  private final Operators operators;
  private final WorkerPool pool;

  CpuBackend(Operators operators, int threads) {
    this.operators = operators;
    this.pool = new WorkerPool(threads);
  }

  @Override
  public String id() {
    return CpuProvider.ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    Optional<CpuOperator<?, ?>> operator = operators.find(node);
    return operator.isPresent()
        ? operator.get().supports(graph, node)
        : new Support.Unsupported(
            "runs the operators that the catalog defines; " + node.op() + " is not one");
  }

  @Override
  public Executable compile(Graph region) {
    return new CpuExecutable(region, operators, pool);
  }

  @Override
  public void close() {
    pool.close();
  }
}

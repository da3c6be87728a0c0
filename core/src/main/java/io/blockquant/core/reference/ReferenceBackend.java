package io.blockquant.core.reference;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;

/**
 * Run the operators of a catalog by their references, one node after another.
 *
 * <p>Written for reading: it is the oracle that every other backend is compared with.
 */
public final class ReferenceBackend implements Backend {

  private final OpRegistry registry;

  /** Run the operators of {@code registry}. */
  public ReferenceBackend(OpRegistry registry) {
    this.registry = registry;
  }

  @Override
  public String id() {
    return ReferenceProvider.ID;
  }

  @Override
  public Support supports(Graph graph, Node node) {
    return registry.find(node).isPresent()
        ? new Support.Native("reference of " + node.op().type())
        : new Support.Unsupported(
            "runs the operators that the catalog defines; " + node.op() + " is not one");
  }

  @Override
  public Executable compile(Graph region) {
    return new ReferenceExecutable(region, registry);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

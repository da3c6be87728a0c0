package io.blockquant.core.spi;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.TensorType;
import java.util.Map;

/** Tell the types of values that nodes opaque to core compute. */
@FunctionalInterface
public interface TypeOracle {

  /**
   * Infer types.
   *
   * @param fragment a graph of opaque nodes in topological order; its inputs have known element
   *     types, its initializers are constants; {@link Graph#types} may hold what the file declares,
   *     which may be wrong
   * @return as many types of node outputs as could be inferred; never a guess
   * @throws io.blockquant.core.diag.BlockquantException if a node cannot be typed because the graph
   *     is wrong; each diagnostic names the node
   */
  Map<String, TensorType> infer(Graph fragment);
}

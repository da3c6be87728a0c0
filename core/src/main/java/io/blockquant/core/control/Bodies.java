package io.blockquant.core.control;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.Map;

/** Verify and open the bodies of control flow; whoever runs the graph around them knows how. */
public interface Bodies {

  /**
   * Return a body with the types of all its values.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every error
   */
  Graph verify(Graph body);

  /**
   * Compile a body.
   *
   * @throws io.blockquant.core.diag.BlockquantException if it is wrong or no backend runs it
   */
  Body open(Graph body);

  /** Hold a compiled body. Thread-safe. */
  interface Body extends AutoCloseable {

    /** Run it on all its inputs; return its outputs in memory of their own. */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /** Return which backends run how many of its nodes. */
    String summary();

    @Override
    void close();
  }
}

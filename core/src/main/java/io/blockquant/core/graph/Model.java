package io.blockquant.core.graph;

import io.blockquant.core.diag.Diagnostic;
import java.util.List;

/**
 * Give a graph to whoever runs it, with what its source had to say about it.
 *
 * <p>A model that maps a file owns that memory: it must stay open as long as sessions use it.
 */
public interface Model {

  /** Return the graph. */
  Graph graph();

  /** Return how messages call the source: a file name; empty for a graph made in memory. */
  default String source() {
    return "";
  }

  /** Return the warnings that reading the source gave. */
  default List<Diagnostic> warnings() {
    return List.of();
  }

  /** Wrap a graph that was made in memory. */
  static Model of(Graph graph) {
    return () -> graph;
  }
}

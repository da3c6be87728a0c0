package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;

/**
 * Rewrite a verified graph into one that computes the same and is cheaper to run.
 *
 * <p>Stateless and thread-safe. The graph it returns is in topological order and has the types of
 * all values that the graph it was given had, and of those it added.
 */
public interface Pass {

  /** Return the stable, lower-case name by which the pass is switched off. */
  String name();

  /** Return what it does, in one sentence. */
  String description();

  /** Return the rewritten graph; the same graph where there is nothing to do. */
  Graph apply(Graph graph, PassContext context);
}

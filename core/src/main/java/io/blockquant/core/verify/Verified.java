package io.blockquant.core.verify;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import java.util.List;

/**
 * Hold a graph without errors.
 *
 * @param graph the graph with its nodes in topological order (nodes that were in order stay where
 *     they were) and the types of its values, complete as far as anybody knows them
 * @param warnings what is odd but has a defined way to go on
 */
public record Verified(Graph graph, List<Diagnostic> warnings) {

  public Verified {
    warnings = List.copyOf(warnings);
  }
}

package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import java.util.List;
import java.util.Set;

/** List the passes, in the order in which they run. */
public final class Passes {

  private static final List<Pass> ALL = List.of(new ConstantFolding(), new DeadNodeElimination());

  private Passes() {}

  /** Return all passes. */
  public static List<Pass> all() {
    return ALL;
  }

  /** Run the passes whose names are not in {@code disabled}. */
  public static Graph apply(Graph graph, PassContext context, Set<String> disabled) {
    Graph rewritten = graph;
    for (Pass pass : ALL) {
      if (!disabled.contains(pass.name())) {
        rewritten = pass.apply(rewritten, context);
      }
    }
    return rewritten;
  }
}

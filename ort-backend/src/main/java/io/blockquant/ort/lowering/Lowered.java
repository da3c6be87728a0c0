package io.blockquant.ort.lowering;

import io.blockquant.core.graph.Node;
import java.util.List;

/**
 * What stands for a node.
 *
 * @param nodes nodes that compute the same outputs from the same inputs
 * @param how what was done, as explanations say it: {@code in FLOAT between casts}
 */
public record Lowered(List<Node> nodes, String how) {

  public Lowered {
    nodes = List.copyOf(nodes);
  }
}

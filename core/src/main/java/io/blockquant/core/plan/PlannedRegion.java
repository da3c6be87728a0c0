package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Executable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Describe a region: a part of the graph that one backend runs in one go.
 *
 * @param index its place in the order, from 0
 * @param backend the index of the backend in the order of the session
 * @param backendId the id of the backend
 * @param graph its nodes
 * @param inputs the value of each of its inputs, as an index into {@link Plan#values}
 * @param outputs the value of each of its outputs, likewise
 * @param executable what the backend compiled
 */
public record PlannedRegion(
    int index,
    int backend,
    String backendId,
    Graph graph,
    List<Integer> inputs,
    List<Integer> outputs,
    Executable executable) {

  private static final int SHOWN = 4;

  public PlannedRegion {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Return the words that messages use: {@code region 1 on cpu: node 'q' (...), ...}. */
  public String describe() {
    return "region " + index + " on " + backendId + ": " + describe(graph.nodes());
  }

  /** Return the first few nodes, worded, and how many more there are. */
  static String describe(List<Node> nodes) {
    String shown =
        nodes.stream().limit(SHOWN).map(Node::describe).collect(Collectors.joining(", "));
    int more = nodes.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}

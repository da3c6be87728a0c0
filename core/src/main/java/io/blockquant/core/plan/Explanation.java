package io.blockquant.core.plan;

import java.util.List;

/**
 * Say which backend and kernel runs each node of a plan, and why the others do not.
 *
 * <p>Immutable. {@link #toString} renders a table, one line per node.
 *
 * @param regions the regions, in the order in which they run
 * @param nodes the nodes, in the order in which they run
 */
public record Explanation(List<RegionInfo> regions, List<NodeChoice> nodes) {

  /**
   * Describe a region: nodes that one backend runs in one go.
   *
   * @param index its place in the order, from 0
   * @param backend the backend's id
   * @param nodes how many nodes it has
   */
  public record RegionInfo(int index, String backend, int nodes) {}

  /**
   * Describe what runs a node.
   *
   * @param node the name of the node, or of its outputs where it has none
   * @param origin the operator as the source wrote it
   * @param region the region it belongs to
   * @param backend the backend's id
   * @param kernel what the backend says about its kernel
   * @param declines the backends that were asked before and declined
   */
  public record NodeChoice(
      String node,
      String origin,
      int region,
      String backend,
      String kernel,
      List<Decline> declines) {

    public NodeChoice {
      declines = List.copyOf(declines);
    }
  }

  /**
   * Say why a backend does not run a node.
   *
   * @param backend the backend's id
   * @param reason its answer
   */
  public record Decline(String backend, String reason) {

    @Override
    public String toString() {
      return backend + ": " + reason;
    }
  }

  public Explanation {
    regions = List.copyOf(regions);
    nodes = List.copyOf(nodes);
  }

  /** Return the table. */
  @Override
  public String toString() {
    return ExplanationTable.render(this);
  }
}

package io.blockquant.ort;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Walk the graphs inside a graph. */
final class Bodies {

  private Bodies() {}

  /** Return the graph and every body in it, at any depth. */
  static List<Graph> all(Graph graph) {
    List<Graph> found = new ArrayList<>();
    // A stack of our own: files choose how deep bodies nest.
    Deque<Graph> open = new ArrayDeque<>();
    open.push(graph);
    while (!open.isEmpty()) {
      Graph next = open.pop();
      found.add(next);
      for (Node node : next.nodes()) {
        node.attributes().subgraphs().forEach(open::push);
      }
    }
    return found;
  }

  /** Return every body of a node, at any depth. */
  static List<Graph> of(Node node) {
    return node.attributes().subgraphs().stream().flatMap(body -> all(body).stream()).toList();
  }
}

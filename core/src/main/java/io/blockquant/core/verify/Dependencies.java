package io.blockquant.core.verify;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Order the nodes of a graph, by their index in it, by what they read. Immutable.
 *
 * <p>Without recursion: a file decides how deep a graph is.
 */
public final class Dependencies {

  private final List<int[]> predecessors = new ArrayList<>();
  private final List<List<Integer>> successors = new ArrayList<>();

  Dependencies(List<Set<String>> reads, Map<String, Integer> producers) {
    reads.forEach(_ -> successors.add(new ArrayList<>()));
    for (int node = 0; node < reads.size(); node++) {
      int[] before =
          reads.get(node).stream()
              .filter(producers::containsKey)
              .mapToInt(producers::get)
              .distinct()
              .toArray();
      predecessors.add(before);
      for (int predecessor : before) {
        successors.get(predecessor).add(node);
      }
    }
  }

  /** Look at a graph that is known to define every name once. */
  public static Dependencies of(Graph graph) {
    Map<String, Integer> producers = new HashMap<>();
    for (int index = 0; index < graph.nodes().size(); index++) {
      for (String name : graph.nodes().get(index).outputs()) {
        producers.put(name, index);
      }
    }
    return new Dependencies(graph.nodes().stream().map(Node::reads).toList(), producers);
  }

  /** Return the nodes that read what a node produces. */
  public List<Integer> successors(int node) {
    return successors.get(node);
  }

  /** Return how many nodes produce what a node reads. */
  public int predecessorCount(int node) {
    return predecessors.get(node).length;
  }

  /** Return the nodes that can be ordered; among those that are ready the first one comes first. */
  List<Integer> topologicalOrder() {
    int[] waiting = predecessors.stream().mapToInt(before -> before.length).toArray();
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int node = 0; node < waiting.length; node++) {
      if (waiting[node] == 0) {
        ready.add(node);
      }
    }
    List<Integer> order = new ArrayList<>(waiting.length);
    while (!ready.isEmpty()) {
      int node = ready.remove();
      order.add(node);
      for (int successor : successors.get(node)) {
        if (--waiting[successor] == 0) {
          ready.add(successor);
        }
      }
    }
    return order;
  }

  /**
   * Return a cycle through every knot of the nodes that cannot be ordered; the nodes of each in the
   * direction of the data.
   */
  List<List<Integer>> cycles(Set<Integer> ordered) {
    List<List<Integer>> cycles = new ArrayList<>();
    Map<Integer, Integer> walkOf = new HashMap<>();
    for (int start = 0; start < predecessors.size(); start++) {
      if (ordered.contains(start) || walkOf.containsKey(start)) {
        continue;
      }
      // A node that cannot be ordered has a predecessor that cannot: walking back must meet a cycle
      // or a walk that already has.
      List<Integer> path = new ArrayList<>();
      int node = start;
      while (!walkOf.containsKey(node)) {
        walkOf.put(node, start);
        path.add(node);
        node = unorderedPredecessor(node, ordered);
      }
      if (walkOf.get(node) == start) {
        List<Integer> cycle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
        Collections.reverse(cycle);
        Collections.rotate(cycle, -cycle.indexOf(Collections.min(cycle)));
        cycles.add(cycle);
      }
    }
    return cycles;
  }

  private int unorderedPredecessor(int node, Set<Integer> ordered) {
    for (int predecessor : predecessors.get(node)) {
      if (!ordered.contains(predecessor)) {
        return predecessor;
      }
    }
    throw new IllegalStateException("node " + node + " has no unordered predecessor");
  }
}

package io.blockquant.core.verify;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Walk a graph so that oracles are asked as rarely as possible: catalog nodes are typed as soon as
 * their inputs are; opaque nodes wait until nothing else is left and are then asked about together.
 */
final class TypingOrder {

  private final Graph graph;
  private final Structure structure;
  private final Dependencies dependencies;
  private final int[] waiting;

  TypingOrder(Graph graph, Structure structure) {
    this.graph = graph;
    this.structure = structure;
    this.dependencies = new Dependencies(structure.reads(), structure.producers());
    this.waiting = new int[graph.nodes().size()];
  }

  void run(CatalogTyping catalog, OpaqueTyping opaque) {
    PriorityQueue<Integer> definedReady = new PriorityQueue<>();
    PriorityQueue<Integer> opaqueReady = new PriorityQueue<>();
    for (int index = 0; index < waiting.length; index++) {
      waiting[index] = dependencies.predecessorCount(index);
    }
    for (int index : structure.order()) {
      if (waiting[index] == 0) {
        (catalog.covers(node(index)) ? definedReady : opaqueReady).add(index);
      }
    }
    while (!definedReady.isEmpty() || !opaqueReady.isEmpty()) {
      while (!definedReady.isEmpty()) {
        int index = definedReady.remove();
        catalog.type(node(index));
        release(index, catalog, definedReady, opaqueReady);
      }
      List<Integer> together = new ArrayList<>();
      while (!opaqueReady.isEmpty()) {
        int index = opaqueReady.remove();
        together.add(index);
        release(index, catalog, definedReady, opaqueReady);
      }
      if (!together.isEmpty()) {
        opaque.type(together);
      }
    }
  }

  private void release(
      int index,
      CatalogTyping catalog,
      PriorityQueue<Integer> definedReady,
      PriorityQueue<Integer> opaqueReady) {
    for (int successor : dependencies.successors(index)) {
      if (--waiting[successor] == 0) {
        (catalog.covers(node(successor)) ? definedReady : opaqueReady).add(successor);
      }
    }
  }

  private Node node(int index) {
    return graph.nodes().get(index);
  }
}

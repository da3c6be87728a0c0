package io.blockquant.core.plan;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.verify.Dependencies;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Cut a graph, each of whose nodes has a backend, into few regions of one backend each.
 *
 * <p>A region runs every node of its backend that can run; only then does another backend get its
 * turn. Each backend that can start is tried. With two backends the result is the fewest regions
 * there can be: running more nodes earlier never hurts. With more, the backend that can run most
 * nodes is next, which need not be the best choice. Deterministic.
 */
final class RegionCutter {

  /**
   * A region.
   *
   * @param backend the index of its backend
   * @param nodes the indexes of its nodes, in topological order
   */
  record Cut(int backend, List<Integer> nodes) {}

  private final Dependencies dependencies;
  private final int[] backendOf;
  private final int backends;

  private RegionCutter(Dependencies dependencies, int[] backendOf, int backends) {
    this.dependencies = dependencies;
    this.backendOf = backendOf;
    this.backends = backends;
  }

  /**
   * Return the regions in the order in which they run.
   *
   * @param backendOf the backend of each node
   * @param backends how many backends there are
   */
  static List<Cut> cut(Graph graph, int[] backendOf, int backends) {
    RegionCutter cutter = new RegionCutter(Dependencies.of(graph), backendOf, backends);
    List<Cut> best = List.of();
    for (int first : cutter.new Schedule().startable()) {
      List<Cut> cuts = cutter.schedule(first);
      if (best.isEmpty() || cuts.size() < best.size()) {
        best = cuts;
      }
    }
    return best;
  }

  private List<Cut> schedule(int first) {
    Schedule schedule = new Schedule();
    List<Cut> cuts = new ArrayList<>();
    int backend = first;
    while (true) {
      cuts.add(new Cut(backend, schedule.runAll(backend)));
      List<Integer> candidates = schedule.startable();
      if (candidates.isEmpty()) {
        return cuts;
      }
      backend = schedule.most(candidates);
    }
  }

  /** How far the graph has run. */
  private final class Schedule {
    private final int[] waiting;
    private final List<PriorityQueue<Integer>> ready = new ArrayList<>();

    Schedule() {
      waiting = new int[backendOf.length];
      for (int i = 0; i < backends; i++) {
        ready.add(new PriorityQueue<>());
      }
      for (int node = 0; node < waiting.length; node++) {
        waiting[node] = dependencies.predecessorCount(node);
        if (waiting[node] == 0) {
          ready.get(backendOf[node]).add(node);
        }
      }
    }

    Schedule(Schedule other) {
      waiting = other.waiting.clone();
      other.ready.forEach(queue -> ready.add(new PriorityQueue<>(queue)));
    }

    /** Return the backends that have a node to run. */
    List<Integer> startable() {
      List<Integer> startable = new ArrayList<>();
      for (int backend = 0; backend < backends; backend++) {
        if (!ready.get(backend).isEmpty()) {
          startable.add(backend);
        }
      }
      return startable;
    }

    /** Run every node of a backend that can run, those that become ready on the way included. */
    List<Integer> runAll(int backend) {
      List<Integer> nodes = new ArrayList<>();
      PriorityQueue<Integer> queue = ready.get(backend);
      while (!queue.isEmpty()) {
        int node = queue.remove();
        nodes.add(node);
        for (int successor : dependencies.successors(node)) {
          if (--waiting[successor] == 0) {
            ready.get(backendOf[successor]).add(successor);
          }
        }
      }
      return nodes;
    }

    /** Return the candidate that can run most nodes; the first of several. */
    int most(List<Integer> candidates) {
      int best = candidates.getFirst();
      int count = 0;
      if (candidates.size() > 1) {
        for (int candidate : candidates) {
          int runs = new Schedule(this).runAll(candidate).size();
          if (runs > count) {
            best = candidate;
            count = runs;
          }
        }
      }
      return best;
    }
  }
}

package io.blockquant.core.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hold how the nodes of a graph, by their index in it, hang together.
 *
 * @param reads per node, the values it reads
 * @param producers the node that produces a value; inputs and constants have none
 * @param order the nodes that are neither on a cycle nor behind one, in topological order
 * @param broken values about which nothing can be said: undefined, or behind a cycle
 */
record Structure(
    List<Set<String>> reads,
    Map<String, Integer> producers,
    List<Integer> order,
    Set<String> broken) {}

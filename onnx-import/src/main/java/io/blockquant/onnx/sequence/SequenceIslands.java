package io.blockquant.onnx.sequence;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Put the nodes that sequences and optionals run between into one node, which reads and gives
 * tensors only.
 *
 * <p>Only tensors cross from one backend to another, and plans know no other values. The one node
 * is an If whose condition always holds, with the nodes as its branch: a backend that runs them all
 * runs it as a whole.
 */
public final class SequenceIslands {

  private final Graph graph;
  private final Set<String> nonTensors;
  private final Map<String, Integer> producers = new HashMap<>();

  private SequenceIslands(Graph graph, Set<String> nonTensors) {
    this.graph = graph;
    this.nonTensors = nonTensors;
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String output : graph.nodes().get(i).outputs()) {
        producers.put(output, i);
      }
    }
  }

  /**
   * Return the graph with such nodes put together; its nodes are to be sorted again.
   *
   * @param graph a graph with sorted nodes
   */
  public static Graph gather(Graph graph) {
    Set<String> nonTensors = NonTensors.of(graph);
    return nonTensors.isEmpty() ? graph : new SequenceIslands(graph, nonTensors).run();
  }

  private Graph run() {
    int count = graph.nodes().size();
    int[] island = new int[count];
    List<Set<Integer>> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      island[i] = i;
      members.add(new TreeSet<>(Set.of(i)));
    }
    for (int reader = 0; reader < count; reader++) {
      for (String name : graph.nodes().get(reader).reads()) {
        Integer producer = nonTensors.contains(name) ? producers.get(name) : null;
        if (producer != null) {
          join(island, members, island[producer], island[reader]);
        }
      }
    }
    Map<Integer, Node> made = new HashMap<>();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    for (int i = 0; i < count; i++) {
      if (members.get(i).size() > 1 && canGather(members.get(i))) {
        made.put(i, gather(members.get(i), constants));
      }
    }
    return made.isEmpty() ? graph : assemble(island, made, constants);
  }

  private static void join(int[] island, List<Set<Integer>> members, int a, int b) {
    if (a == b) {
      return;
    }
    int kept = Math.min(a, b);
    int gone = Math.max(a, b);
    for (int node : members.get(gone)) {
      island[node] = kept;
    }
    members.get(kept).addAll(members.get(gone));
    members.get(gone).clear();
  }

  /** A sequence that leaves the graph cannot stay inside; nor may a way lead out and in again. */
  private boolean canGather(Set<Integer> nodes) {
    Set<String> inside = new HashSet<>();
    nodes.forEach(node -> inside.addAll(graph.nodes().get(node).outputs()));
    boolean leaves =
        graph.outputs().stream()
            .anyMatch(v -> inside.contains(v.name()) && nonTensors.contains(v.name()));
    return !leaves && !leadsOutAndIn(nodes, inside);
  }

  private boolean leadsOutAndIn(Set<Integer> nodes, Set<String> inside) {
    Deque<Integer> open = new ArrayDeque<>();
    Set<Integer> seen = new HashSet<>();
    for (int node : nodes) {
      for (String name : graph.nodes().get(node).reads()) {
        Integer producer = producers.get(name);
        if (producer != null && !nodes.contains(producer) && seen.add(producer)) {
          open.push(producer);
        }
      }
    }
    while (!open.isEmpty()) {
      for (String name : graph.nodes().get(open.pop()).reads()) {
        if (inside.contains(name)) {
          return true;
        }
        Integer producer = producers.get(name);
        if (producer != null && seen.add(producer)) {
          open.push(producer);
        }
      }
    }
    return false;
  }

  private Node gather(Set<Integer> members, Map<String, Tensor> constants) {
    List<Node> nodes = members.stream().map(graph.nodes()::get).toList();
    Set<String> outputs = new LinkedHashSet<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && !nonTensors.contains(output) && isWanted(output, members)) {
          outputs.add(output);
        }
      }
    }
    Graph branch =
        new Graph(
            "sequences",
            List.of(),
            outputs.stream().map(Value::of).toList(),
            nodes,
            Map.of(),
            Map.of());
    Node first = nodes.getFirst();
    String always = first.output(0) + "/always";
    constants.put(always, TensorArrays.ofCodes(ElementType.BOOL, Shape.SCALAR, 1));
    Attributes branches =
        Attributes.NONE
            .with("then_branch", new Attribute.Subgraph(branch))
            .with("else_branch", new Attribute.Subgraph(branch));
    return new Node(
        first.name(),
        new OpId(OpId.ONNX, "If", first.op().version()),
        List.of(always),
        List.copyOf(outputs),
        branches,
        first.origin() + " and the nodes that share its sequences");
  }

  private boolean isWanted(String output, Set<Integer> members) {
    if (graph.outputs().stream().anyMatch(value -> value.name().equals(output))) {
      return true;
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (!members.contains(i) && graph.nodes().get(i).reads().contains(output)) {
        return true;
      }
    }
    return false;
  }

  private Graph assemble(int[] island, Map<Integer, Node> made, Map<String, Tensor> constants) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < island.length; i++) {
      Node whole = made.get(island[i]);
      if (whole == null) {
        nodes.add(graph.nodes().get(i));
      } else if (island[i] == i) {
        nodes.add(whole);
      }
    }
    return graph.withNodes(nodes).withInitializers(constants);
  }
}

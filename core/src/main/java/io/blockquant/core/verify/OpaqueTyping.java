package io.blockquant.core.verify;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.TypeOracle;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Ask oracles for the types that opaque nodes compute; where none knows, believe the file. */
final class OpaqueTyping {

  private final Graph graph;
  private final Structure structure;
  private final List<TypeOracle> oracles;
  private final TypeTable types;
  private final Findings findings;

  OpaqueTyping(
      Graph graph,
      Structure structure,
      List<TypeOracle> oracles,
      TypeTable types,
      Findings findings) {
    this.graph = graph;
    this.structure = structure;
    this.oracles = oracles;
    this.types = types;
    this.findings = findings;
  }

  /** Type nodes, in topological order, that need no node but each other. */
  void type(List<Integer> nodes) {
    Map<String, TensorType> inferred = new HashMap<>();
    List<Integer> open = nodes;
    while (!open.isEmpty()) {
      List<Integer> askable = askable(open);
      boolean sound = askable.isEmpty() || ask(fragment(askable), inferred);
      List<Integer> rest = new ArrayList<>();
      for (int index : open) {
        if (isTyped(index, inferred)) {
          learn(index, inferred, false);
        } else {
          rest.add(index);
        }
      }
      // What one oracle found may be all that another lacked: ask again, about fewer nodes.
      if (!sound || rest.size() == open.size() || oracles.size() < 2) {
        finish(rest, inferred, sound ? Set.of() : new HashSet<>(askable));
        return;
      }
      open = rest;
    }
  }

  private boolean isTyped(int index, Map<String, TensorType> inferred) {
    return graph.nodes().get(index).outputs().stream()
        .allMatch(name -> name.isEmpty() || inferred.containsKey(name));
  }

  /** Take what is known of nodes that nobody can type, or that are wrong. */
  private void finish(List<Integer> nodes, Map<String, TensorType> inferred, Set<Integer> unsound) {
    for (int index : nodes) {
      boolean lost = structure.reads().get(index).stream().anyMatch(types::isPoisoned);
      boolean wrong = lost || unsound.contains(index);
      learn(index, inferred, wrong);
      if (wrong) {
        types.poisonOutputs(graph.nodes().get(index));
      }
    }
  }

  private void learn(int index, Map<String, TensorType> inferred, boolean wrong) {
    Node node = graph.nodes().get(index);
    for (int i = 0; i < node.outputs().size(); i++) {
      String name = node.outputs().get(i);
      TensorType type = inferred.get(name);
      types.learn(node, i, type == null && !wrong ? graph.types().get(name) : type);
    }
  }

  /** Keep the nodes that can be asked about: every value from outside has a known type. */
  private List<Integer> askable(List<Integer> nodes) {
    List<Integer> kept = new ArrayList<>();
    Set<String> inside = new HashSet<>();
    for (int index : nodes) {
      Predicate<String> given = name -> inside.contains(name) || types.isKnown(name);
      if (structure.reads().get(index).stream().allMatch(given)) {
        kept.add(index);
        inside.addAll(graph.nodes().get(index).outputs());
      }
    }
    return kept;
  }

  private Graph fragment(List<Integer> indexes) {
    List<Node> nodes = indexes.stream().map(graph.nodes()::get).toList();
    Map<String, TensorType> declared = new LinkedHashMap<>();
    Set<String> inside = new HashSet<>();
    List<Value> outputs = new ArrayList<>();
    for (Node node : nodes) {
      for (String name : node.outputs()) {
        if (!name.isEmpty() && inside.add(name)) {
          outputs.add(Value.of(name));
          TensorType type = graph.types().get(name);
          if (type != null) {
            declared.put(name, type);
          }
        }
      }
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    Map<String, Tensor> constants = new LinkedHashMap<>();
    for (int index : indexes) {
      for (String name : structure.reads().get(index)) {
        if (types.isConstant(name)) {
          constants.put(name, graph.initializers().get(name));
        } else if (!inside.contains(name)) {
          inputs.put(name, new Value(name, types.type(name).orElseThrow()));
        }
      }
    }
    return new Graph(
        graph.name(), List.copyOf(inputs.values()), outputs, nodes, constants, declared);
  }

  /** Ask one oracle after the other for what is still missing; false if the graph is wrong. */
  private boolean ask(Graph fragment, Map<String, TensorType> inferred) {
    for (TypeOracle oracle : oracles) {
      if (fragment.outputs().stream().allMatch(value -> inferred.containsKey(value.name()))) {
        return true;
      }
      try {
        oracle.infer(fragment).forEach(inferred::putIfAbsent);
      } catch (BlockquantException e) {
        findings.addAll(e.diagnostics());
        return false;
      } catch (RuntimeException e) {
        findings.add(failure(fragment, e));
        return false;
      }
    }
    return true;
  }

  private static Diagnostic failure(Graph fragment, RuntimeException cause) {
    Node first = fragment.nodes().getFirst();
    int more = fragment.nodes().size() - 1;
    String place = more == 0 ? first.describe() : first.describe() + " and " + more + " more";
    return Diagnostic.error("Backend.Failure", "a backend MUST infer types or say why it cannot")
        .at(Place.node(place))
        .fact("cause", cause)
        .help("report this to the maker of the backend; this is not the model's fault")
        .build();
  }
}

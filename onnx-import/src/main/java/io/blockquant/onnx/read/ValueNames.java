package io.blockquant.onnx.read;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import io.blockquant.onnx.report.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Check that every value of a graph is defined, and only once. */
final class ValueNames {

  private final Problems problems;

  ValueNames(Problems problems) {
    this.problems = problems;
  }

  /** Check a graph and the graphs in its nodes; the reader has bounded how deep they nest. */
  void check(Graph graph) {
    check(graph, null);
  }

  private void check(Graph graph, @Nullable Scope outer) {
    Scope visible = new Scope(definitions(graph).keySet(), outer);
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        String name = node.input(i);
        if (!name.isEmpty() && !visible.contains(name)) {
          undefined(Place.node(node.describe()).atTensor("input " + i + " '" + name + "'"), name);
        }
      }
      for (Graph body : node.attributes().subgraphs()) {
        check(body, visible);
      }
    }
    for (Value output : graph.outputs()) {
      if (!visible.contains(output.name())) {
        undefined(Place.tensor("graph output '" + output.name() + "'"), output.name());
      }
    }
  }

  /** The names of a graph and of the graphs around it, which are not copied for each body. */
  private record Scope(Set<String> names, @Nullable Scope outer) {

    boolean contains(String name) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        if (scope.names.contains(name)) {
          return true;
        }
      }
      return false;
    }
  }

  private Map<String, String> definitions(Graph graph) {
    Map<String, String> definitions = new HashMap<>();
    graph.initializers().keySet().forEach(name -> definitions.put(name, "an initializer"));
    Set<String> inputs = new HashSet<>();
    if (definitions.containsKey("")) {
      unnamed("initializer");
    }
    for (Value input : graph.inputs()) {
      if (input.name().isEmpty()) {
        unnamed("graph input");
      }
      // An input may be an initializer too: its default.
      if (!inputs.add(input.name())) {
        duplicate(Place.tensor("graph input '" + input.name() + "'"), input.name(), "an input");
      }
      definitions.put(input.name(), "a graph input");
    }
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        String before = output.isEmpty() ? null : definitions.put(output, node.describe());
        if (before != null) {
          duplicate(Place.node(node.describe()), output, before);
        }
      }
    }
    return definitions;
  }

  /** An empty name means an input that is not given, so it can name nothing. */
  private void unnamed(String what) {
    problems.error(
        Diagnostic.error("Graph.UnnamedValue", "a tensor MUST have a name")
            .at(Place.tensor(what + " without a name"))
            .help("give it a name"));
  }

  private void duplicate(Place place, String name, String before) {
    problems.error(
        Diagnostic.error("Graph.DuplicateValue", "a tensor MUST be produced once")
            .at(place)
            .fact("tensor", name)
            .fact("produced before by", before)
            .help("give one of them another name"));
  }

  private void undefined(Place place, String name) {
    problems.error(
        Diagnostic.error("Graph.UndefinedValue", "a tensor that is read MUST be defined")
            .at(place)
            .fact("tensor", name + " is no input, no initializer and no output of a node")
            .help("export the model again: a part of it is missing"));
  }
}

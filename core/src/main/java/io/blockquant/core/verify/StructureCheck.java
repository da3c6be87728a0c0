package io.blockquant.core.verify;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Check that every name is defined once, every name that is read is defined, without cycles. */
final class StructureCheck {

  private final Graph graph;
  private final Findings findings;
  private final Map<String, String> definedBy = new HashMap<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private final List<Set<String>> reads = new ArrayList<>();
  private final Set<String> broken = new LinkedHashSet<>();

  private StructureCheck(Graph graph, Findings findings) {
    this.graph = graph;
    this.findings = findings;
  }

  static Structure check(Graph graph, Findings findings) {
    return new StructureCheck(graph, findings).run();
  }

  private Structure run() {
    graph.nodes().forEach(node -> reads.add(node.reads()));
    defineInputs();
    defineOutputsOfNodes();
    findUndefinedReads();
    checkGraphOutputs();
    Dependencies dependencies = new Dependencies(reads, producers);
    List<Integer> order = dependencies.topologicalOrder();
    if (order.size() < reads.size()) {
      reportCycles(dependencies, order);
    }
    return new Structure(reads, producers, order, broken);
  }

  private void defineInputs() {
    for (Value input : graph.inputs()) {
      define(input.name(), "the graph's inputs", Place.tensor("input '" + input.name() + "'"));
    }
    // An initializer that has an input's name is that input's default, not a second definition.
    graph.initializers().keySet().forEach(name -> definedBy.putIfAbsent(name, "an initializer"));
  }

  private void defineOutputsOfNodes() {
    for (int index = 0; index < graph.nodes().size(); index++) {
      Node node = graph.nodes().get(index);
      for (int i = 0; i < node.outputs().size(); i++) {
        String name = node.outputs().get(i);
        if (!name.isEmpty() && define(name, node.describe(), output(node, i))) {
          producers.put(name, index);
        }
      }
    }
  }

  private boolean define(String name, String definer, Place place) {
    String first = definedBy.putIfAbsent(name, definer);
    if (first == null) {
      return true;
    }
    findings.add(
        Diagnostic.error("Graph.DuplicateValue", "a tensor MUST have one producer")
            .at(place)
            .fact("tensor", "'" + name + "'")
            .fact("first produced by", first)
            .fact("then produced by", definer)
            .help("give one of the two a name of its own")
            .build());
    return false;
  }

  private void findUndefinedReads() {
    for (int index = 0; index < reads.size(); index++) {
      Node node = graph.nodes().get(index);
      for (String name : reads.get(index)) {
        if (!definedBy.containsKey(name)) {
          broken.add(name);
          int input = node.inputs().indexOf(name);
          String tensor =
              input < 0 ? "'" + name + "' in a subgraph" : "input " + input + " '" + name + "'";
          reportUndefined(name, Place.node(node.describe()).atTensor(tensor));
        }
      }
    }
  }

  private void checkGraphOutputs() {
    Set<String> seen = new HashSet<>();
    for (Value output : graph.outputs()) {
      Place place = Place.tensor("output '" + output.name() + "'");
      if (!definedBy.containsKey(output.name())) {
        reportUndefined(output.name(), place);
      } else if (!seen.add(output.name())) {
        findings.add(
            Diagnostic.error("Graph.DuplicateOutput", "a graph MUST name each output once")
                .at(place)
                .fact("tensor", "'" + output.name() + "'")
                .help("list the output once, or copy it with an Identity node")
                .build());
      }
    }
  }

  private void reportUndefined(String name, Place place) {
    findings.add(
        Diagnostic.error("Graph.UndefinedValue", "a tensor that is read MUST be produced")
            .at(place)
            .fact("tensor", "'" + name + "'")
            .fact("expected", "an input, an initializer or an output of a node of this name")
            .fact("found", "none")
            .help("add what produces '" + name + "', or correct the name")
            .build());
  }

  private void reportCycles(Dependencies dependencies, List<Integer> order) {
    Set<Integer> typed = new HashSet<>(order);
    for (int index = 0; index < reads.size(); index++) {
      if (!typed.contains(index)) {
        broken.addAll(graph.nodes().get(index).outputs());
      }
    }
    broken.remove("");
    for (List<Integer> cycle : dependencies.cycles(typed)) {
      findings.add(CycleReport.of(graph, reads, cycle));
    }
  }

  private static Place output(Node node, int index) {
    String tensor = "output " + index + " '" + node.outputs().get(index) + "'";
    return Place.node(node.describe()).atTensor(tensor);
  }
}

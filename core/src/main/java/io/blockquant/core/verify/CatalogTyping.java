package io.blockquant.core.verify;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.op.Formal;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Check nodes against their operator's definition and infer the types of their outputs. */
final class CatalogTyping {

  private final OpRegistry registry;
  private final TypeTable types;
  private final Findings findings;

  CatalogTyping(OpRegistry registry, TypeTable types, Findings findings) {
    this.registry = registry;
    this.types = types;
    this.findings = findings;
  }

  /** Return whether the catalog defines, or by its domain ought to define, this operator. */
  boolean covers(Node node) {
    return node.op().domain().equals(OpId.BLOCKQUANT) || registry.find(node).isPresent();
  }

  void type(Node node) {
    Optional<OpDefinition<?>> definition = registry.find(node);
    if (definition.isEmpty() || !check(definition.get(), node)) {
      types.poisonOutputs(node);
    }
    if (definition.isEmpty()) {
      reportUnknownOperator(node);
    }
  }

  private <A> boolean check(OpDefinition<A> definition, Node node) {
    List<Diagnostic> found = new ArrayList<>();
    try {
      OpCall<A> call = definition.call(node, types.operands(node));
      found.addAll(definition.check(call));
      found.addAll(formalTypes(definition, call, found));
      List<Diagnostic> unknown = unknownTypes(node);
      found.addAll(unknown);
      if (found.stream().noneMatch(Diagnostic::isError)
          && node.inputs().stream().noneMatch(types::isPoisoned)) {
        List<TensorType> inferred = definition.inference().infer(call);
        for (int i = 0; i < node.outputs().size(); i++) {
          types.learn(node, i, inferred.get(i));
        }
        return true;
      }
    } catch (BlockquantException e) {
      found.addAll(e.diagnostics());
    } finally {
      findings.addAll(found);
    }
    return false;
  }

  /** Report inputs of a type that the operator does not take, unless a constraint already has. */
  private static List<Diagnostic> formalTypes(
      OpDefinition<?> definition, OpCall<?> call, List<Diagnostic> reported) {
    List<Diagnostic> found = new ArrayList<>();
    for (int i = 0; i < call.node().inputs().size(); i++) {
      Formal formal = definition.inputs().get(i);
      String tensor = call.describeInput(i);
      TensorType type = call.operand(i).type();
      boolean known = reported.stream().anyMatch(d -> d.isError() && isAt(d.place(), tensor));
      if (type != null && !known && !formal.types().contains(type.elementType())) {
        found.add(
            Diagnostic.error(
                    definition.name() + ".Types", "an input MUST have an element type it declares")
                .at(Place.node(call.node().describe()).atTensor(tensor))
                .fact("expected", formal.name() + " of " + formal.types())
                .fact("found", type)
                .help("convert the input before this node")
                .spec(definition.page("inputs"))
                .build());
      }
    }
    return found;
  }

  private static boolean isAt(Place place, String tensor) {
    return tensor.equals(place.tensor());
  }

  private List<Diagnostic> unknownTypes(Node node) {
    List<Diagnostic> found = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String name = node.input(i);
      if (!name.isEmpty() && !types.isKnown(name) && !types.isPoisoned(name)) {
        found.add(
            Diagnostic.error(
                    "Graph.UnknownType",
                    "the element type of a block-quantized operator's input MUST be known")
                .at(Place.node(node.describe()).atTensor("input " + i + " '" + name + "'"))
                .fact("expected", "a type that the graph declares or a backend infers")
                .fact("found", "none")
                .help(
                    "add ONNX Runtime (the backend 'ort') to the path, it infers the types of"
                        + " standard operators; or declare the type of '"
                        + name
                        + "' in value_info")
                .build());
      }
    }
    return found;
  }

  private void reportUnknownOperator(Node node) {
    findings.add(
        Diagnostic.error("Graph.UnknownOperator", "a node MUST use an operator that is defined")
            .at(Place.node(node.describe()))
            .fact("operator", node.op())
            .fact("defined", registry.all().stream().map(OpDefinition::id).toList())
            .help("use one of the defined operators")
            .build());
  }
}

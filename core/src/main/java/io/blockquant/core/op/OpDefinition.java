package io.blockquant.core.op;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.AttributeKindException;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Define an operator: everything that verifier, reference, backends, docs and tests need to know.
 *
 * @param <A> the operator's attributes
 * @param id domain, name, version
 * @param summary what it computes, in one sentence
 * @param inputs the inputs
 * @param outputs the outputs
 * @param attributeSpecs the attributes
 * @param reader reads the attributes of a node
 * @param constraints what a call must satisfy
 * @param rules what the result must be
 * @param inference the types of the outputs
 * @param reference the result, computed as the rules say
 */
public record OpDefinition<A>(
    OpId id,
    String summary,
    List<Formal> inputs,
    List<Formal> outputs,
    List<AttributeSpec> attributeSpecs,
    AttributeReader<A> reader,
    List<Constraint<A>> constraints,
    List<Rule> rules,
    TypeInference<A> inference,
    Reference<A> reference) {

  public OpDefinition {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributeSpecs = List.copyOf(attributeSpecs);
    constraints = List.copyOf(constraints);
    rules = List.copyOf(rules);
  }

  /** Return the operator's name, as diagnostics start their codes. */
  public String name() {
    return id.type();
  }

  /** Return the page of the docs that states a label. */
  public String page(String label) {
    return "docs/spec/ops/" + name() + ".md#" + label.toLowerCase(Locale.ROOT);
  }

  /**
   * Present a node to this operator.
   *
   * @throws BlockquantException if an attribute is of the wrong kind ({@code Op.Attributes}), or
   *     the number of inputs or outputs is wrong ({@code Op.Arity})
   */
  public OpCall<A> call(Node node, List<OpCall.Operand> operands) {
    checkArity(node);
    try {
      return new OpCall<>(node, reader.read(node.attributes()), operands);
    } catch (AttributeKindException e) {
      throw Diagnostic.error(name() + ".Attributes", "an attribute MUST be of its declared kind")
          .at(Place.node(node.describe()))
          .fact("attribute", e.attribute())
          .fact("expected", e.expected())
          .fact("found", e.found())
          .help("write the attribute as " + e.expected())
          .spec(page("attributes"))
          .asException();
    }
  }

  /** Return everything that is wrong with a call as far as is known; warnings included. */
  public List<Diagnostic> check(OpCall<A> call) {
    List<Diagnostic> found = new ArrayList<>();
    for (Constraint<A> constraint : constraints) {
      constraint
          .check()
          .test(call)
          .ifPresent(violation -> found.add(diagnose(call, constraint, violation)));
    }
    return found;
  }

  /**
   * Check a call and infer the types of its outputs.
   *
   * @throws BlockquantException with every error that {@link #check} finds
   */
  public List<TensorType> infer(OpCall<A> call) {
    List<Diagnostic> errors = check(call).stream().filter(Diagnostic::isError).toList();
    if (!errors.isEmpty()) {
      throw new BlockquantException(errors);
    }
    return inference.infer(call);
  }

  /** Compute the outputs with the reference; see {@link Reference#evaluate}. */
  public void evaluate(OpCall<A> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    reference.evaluate(call, inputs, outputs);
  }

  private Diagnostic diagnose(OpCall<A> call, Constraint<A> constraint, Violation violation) {
    Place place = Place.node(call.node().describe());
    return new Diagnostic(
        violation.severity(),
        name() + "." + constraint.label(),
        constraint.text(),
        violation.tensor().isEmpty() ? place : place.atTensor(violation.tensor()),
        violation.facts(),
        violation.help(),
        page(constraint.label()));
  }

  private void checkArity(Node node) {
    long required = inputs.stream().filter(f -> f.presence() == Formal.Presence.REQUIRED).count();
    boolean inputsFit = node.inputs().size() <= inputs.size();
    for (int i = 0; i < required; i++) {
      inputsFit &= node.hasInput(i);
    }
    if (!inputsFit || node.outputs().isEmpty() || node.outputs().size() > outputs.size()) {
      throw Diagnostic.error(name() + ".Arity", "a call MUST have the declared inputs and outputs")
          .at(Place.node(node.describe()))
          .fact("inputs expected", inputs.stream().map(Formal::name).toList())
          .fact("inputs found", node.inputs())
          .fact("outputs expected", outputs.stream().map(Formal::name).toList())
          .fact("outputs found", node.outputs())
          .help("give the node its " + required + " required inputs")
          .spec(page("inputs"))
          .asException();
    }
  }
}

package io.blockquant.core.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Builds one call of an operator for tests: attributes, and inputs as types or as tensors. */
public final class CallBuilder<A> {

  private final OpDefinition<A> definition;
  private final List<OpCall.Operand> operands = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private Attributes attributes = Attributes.NONE;

  private CallBuilder(OpDefinition<A> definition) {
    this.definition = definition;
  }

  public static <A> CallBuilder<A> of(OpDefinition<A> definition) {
    return new CallBuilder<>(definition);
  }

  public CallBuilder<A> with(String name, long value) {
    attributes = attributes.with(name, value);
    return this;
  }

  public CallBuilder<A> with(String name, List<Long> value) {
    attributes = attributes.with(name, value);
    return this;
  }

  public CallBuilder<A> with(String name, String value) {
    attributes = attributes.with(name, value);
    return this;
  }

  /** Adds an input of which only the type is known. */
  public CallBuilder<A> input(TensorType type) {
    operands.add(new OpCall.Operand("in" + operands.size(), type, null));
    return this;
  }

  /** Adds an input whose tensor is given when the call is evaluated. */
  public CallBuilder<A> input(Tensor tensor) {
    operands.add(new OpCall.Operand("in" + operands.size(), tensor.type(), null));
    tensors.add(tensor);
    return this;
  }

  /** Adds a constant input. */
  public CallBuilder<A> constant(Tensor tensor) {
    operands.add(new OpCall.Operand("in" + operands.size(), tensor.type(), tensor));
    tensors.add(tensor);
    return this;
  }

  public OpCall<A> call() {
    List<String> inputs = operands.stream().map(OpCall.Operand::name).toList();
    List<String> outputs = definition.outputs().stream().map(f -> f.name()).toList();
    return definition.call(
        new Node("node", definition.id(), inputs, outputs, attributes), operands);
  }

  /** Returns the codes of everything that is wrong with the call. */
  public List<String> codes() {
    return check().stream().map(Diagnostic::code).toList();
  }

  public List<Diagnostic> check() {
    return definition.check(call());
  }

  /** Runs the reference and returns the outputs. */
  public List<Tensor> evaluate() {
    OpCall<A> call = call();
    List<Tensor> outputs = new ArrayList<>();
    for (TensorType type : definition.infer(call)) {
      Shape shape = type.shape().orElseThrow();
      outputs.add(Tensor.allocate(type.elementType(), shape));
    }
    definition.evaluate(call, tensors, outputs);
    return outputs;
  }
}

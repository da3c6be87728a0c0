package io.blockquant.core.op;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Present one node to its operator: attributes as the operator reads them, and what is known of the
 * inputs.
 *
 * <p>Immutable.
 *
 * @param <A> the operator's attributes
 */
public final class OpCall<A> {

  /** What is known of one input. */
  public record Operand(String name, @Nullable TensorType type, @Nullable Tensor constant) {

    /** An input that is not given. */
    public static final Operand ABSENT = new Operand("", null, null);

    /** Return {@code true} if the input is given. */
    public boolean isPresent() {
      return !name.isEmpty();
    }
  }

  private final Node node;
  private final A attributes;
  private final List<Operand> operands;

  /** Present a node. */
  public OpCall(Node node, A attributes, List<Operand> operands) {
    this.node = node;
    this.attributes = attributes;
    this.operands = List.copyOf(operands);
  }

  /** Return the node. */
  public Node node() {
    return node;
  }

  /** Return the attributes. */
  public A attributes() {
    return attributes;
  }

  /** Return an input; {@link Operand#ABSENT} where it is not given. */
  public Operand operand(int index) {
    return index < operands.size() ? operands.get(index) : Operand.ABSENT;
  }

  /** Return {@code true} if the input is given. */
  public boolean has(int index) {
    return operand(index).isPresent();
  }

  /** Return what is known of the type of an input. */
  public Optional<TensorType> type(int index) {
    return Optional.ofNullable(operand(index).type());
  }

  /** Return the element type of an input, where it is known. */
  public Optional<ElementType> elementType(int index) {
    return type(index).map(TensorType::elementType);
  }

  /** Return the type of an input, given that its rank is known. */
  public Optional<TensorType> rankedType(int index) {
    return type(index).filter(TensorType::hasRank);
  }

  /** Return an input that holds the same tensor in every run. */
  public Optional<Tensor> constant(int index) {
    return Optional.ofNullable(operand(index).constant());
  }

  /** Return this call with the types of these tensors in place of what was known. */
  public OpCall<A> bind(List<? extends @Nullable Tensor> inputs) {
    List<Operand> bound = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Operand known = operand(i);
      Tensor tensor = inputs.get(i);
      bound.add(
          tensor == null ? known : new Operand(known.name(), tensor.type(), known.constant()));
    }
    return new OpCall<>(node, attributes, bound);
  }

  /** Return the words that messages use for an input: {@code input 0 'x'}. */
  public String describeInput(int index) {
    return "input " + index + " '" + operand(index).name() + "'";
  }
}

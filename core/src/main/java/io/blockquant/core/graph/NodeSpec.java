package io.blockquant.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Describe a node that a {@link GraphBuilder} is to add; the rooms of the operators make these.
 *
 * @param op the operator
 * @param inputs the inputs; empty where an optional one is not given
 * @param outputs how many outputs the node has
 * @param attributes the attributes
 */
public record NodeSpec(OpId op, List<Optional<Value>> inputs, int outputs, Attributes attributes) {

  public NodeSpec {
    inputs = List.copyOf(inputs);
  }

  /** Describe a node all of whose inputs are given. */
  public static NodeSpec of(OpId op, int outputs, Attributes attributes, Value... inputs) {
    List<Optional<Value>> given = new ArrayList<>();
    for (Value input : inputs) {
      given.add(Optional.of(input));
    }
    return new NodeSpec(op, given, outputs, attributes);
  }

  /** Return this description with an input set; inputs before it that are missing stay absent. */
  public NodeSpec withInput(int index, Value value) {
    List<Optional<Value>> changed = new ArrayList<>(inputs);
    while (changed.size() <= index) {
      changed.add(Optional.empty());
    }
    changed.set(index, Optional.of(value));
    return new NodeSpec(op, changed, outputs, attributes);
  }

  /** Return this description with an integer attribute set. */
  public NodeSpec with(String attribute, long value) {
    return new NodeSpec(op, inputs, outputs, attributes.with(attribute, value));
  }

  /** Return this description with a list attribute set. */
  public NodeSpec with(String attribute, List<Long> value) {
    return new NodeSpec(op, inputs, outputs, attributes.with(attribute, value));
  }

  /** Return this description with a string attribute set. */
  public NodeSpec with(String attribute, String value) {
    return new NodeSpec(op, inputs, outputs, attributes.with(attribute, value));
  }
}

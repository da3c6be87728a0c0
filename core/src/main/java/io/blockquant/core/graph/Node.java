package io.blockquant.core.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Apply an operator to values.
 *
 * <p>A node whose operator is in the catalog is defined by this project; every other node is opaque
 * to core: its attributes and subgraphs are kept as they are, for a backend that knows them.
 *
 * @param name unique where the source gives names; may be empty
 * @param op the operator
 * @param inputs names of the inputs; an empty name is an optional input that is not given
 * @param outputs names of the outputs; an empty name is an optional output that nobody reads
 * @param attributes the attributes
 * @param origin the operator as the source wrote it ({@code trt::TRT_FP4DynamicQuantize}), for
 *     messages
 */
public record Node(
    String name,
    OpId op,
    List<String> inputs,
    List<String> outputs,
    Attributes attributes,
    String origin) {

  public Node {
    Objects.requireNonNull(op, "op");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Make a node that no file wrote. */
  public Node(
      String name, OpId op, List<String> inputs, List<String> outputs, Attributes attributes) {
    this(name, op, inputs, outputs, attributes, op.displayName());
  }

  /** Return the name of an input; empty when it is not given. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** Return {@code true} if the input is given. */
  public boolean hasInput(int index) {
    return !input(index).isEmpty();
  }

  /** Return the name of an output; empty when nobody reads it. */
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }

  /**
   * Return every value this node reads: its inputs, and what its subgraphs take from around them.
   */
  public Set<String> reads() {
    Set<String> names = new LinkedHashSet<>(inputs);
    for (Graph body : attributes.subgraphs()) {
      names.addAll(body.outerValues());
    }
    names.remove("");
    return names;
  }

  /** Return this node with other inputs. */
  public Node withInputs(List<String> changed) {
    return new Node(name, op, changed, outputs, attributes, origin);
  }

  /** Return this node with other attributes. */
  public Node withAttributes(Attributes changed) {
    return new Node(name, op, inputs, outputs, changed, origin);
  }

  /** Return the words that messages use: {@code node 'fc1/quant' (trt::TRT_FP4DynamicQuantize)}. */
  public String describe() {
    String shown = name.isEmpty() ? String.join(", ", outputs) : name;
    return "node '" + shown + "' (" + origin + ")";
  }
}

package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Build the nodes that stand for one node. Values get names that start with that of an output of
 * the node, which is unique in its graph. Not thread-safe.
 */
final class Emitter {

  private final Node node;
  private final int opset;
  private final String prefix;
  private final List<Node> nodes = new ArrayList<>();
  private int values;

  Emitter(Call call) {
    this.node = call.node();
    this.opset = call.opset();
    String output = node.outputs().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    this.prefix = output + "/lowered/";
  }

  int opset() {
    return opset;
  }

  /** Return a name that nothing has yet. */
  String fresh() {
    return prefix + values++;
  }

  /** Return what starts the names of this node's values. */
  String prefix() {
    return prefix;
  }

  void add(Node made) {
    nodes.add(made);
  }

  /** Add a node with one output and return its name. */
  String op(String type, Attributes attributes, String... inputs) {
    String output = fresh();
    write(type, attributes, Arrays.asList(inputs), List.of(output));
    return output;
  }

  String op(String type, String... inputs) {
    return op(type, Attributes.NONE, inputs);
  }

  /**
   * Add a node that computes an output of the node that is replaced; nothing if nobody reads it.
   */
  void output(int index, String type, Attributes attributes, String... inputs) {
    String name = node.output(index);
    if (!name.isEmpty()) {
      write(type, attributes, Arrays.asList(inputs), List.of(name));
    }
  }

  void write(String type, Attributes attributes, List<String> inputs, List<String> outputs) {
    nodes.add(
        new Node(
            node.name(),
            new OpId(OpId.ONNX, type, opset),
            inputs,
            outputs,
            attributes,
            node.origin()));
  }

  String cast(String value, ElementType to) {
    return op("Cast", to(to), value);
  }

  static Attributes to(ElementType type) {
    return Attributes.NONE.with("to", type.onnxCode());
  }

  static Attributes perm(long... axes) {
    return Attributes.NONE.with("perm", Arrays.stream(axes).boxed().toList());
  }

  String transpose(String value, long... axes) {
    return op("Transpose", perm(axes), value);
  }

  String reshape(String value, long... shape) {
    return op("Reshape", value, longs(shape));
  }

  String unsqueeze(String value, long axis) {
    return op("Unsqueeze", value, longs(axis));
  }

  /** Return one extent of a value, as an INT64 tensor of shape [1]. */
  String extent(String value, long axis) {
    return op("Slice", op("Shape", value), longs(axis), longs(axis + 1));
  }

  String concat(String... values) {
    return op("Concat", Attributes.NONE.with("axis", 0), values);
  }

  String longs(long... values) {
    return constant(Tensor.ofLongs(Shape.of(values.length), values));
  }

  /** Return a number as a scalar of any numeric type. */
  String scalar(ElementType type, double value) {
    Tensor tensor = Tensor.allocate(type, Shape.SCALAR);
    Elements.setValue(tensor, 0, value);
    return constant(tensor);
  }

  String constant(Tensor tensor) {
    return op("Constant", Attributes.NONE.with("value", new Attribute.TensorValue(tensor)));
  }

  Lowered done(String how) {
    return new Lowered(nodes, how);
  }
}

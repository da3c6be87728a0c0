package io.blockquant.onnx.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Build the catalog node that stands for a node of the file; unread attributes are warned of. */
final class Translation {

  private final Node node;
  private final ImportScope scope;
  private final Set<String> read = new HashSet<>();
  private Attributes attributes = Attributes.NONE;

  Translation(Node node, ImportScope scope) {
    this.node = node;
    this.scope = scope;
  }

  /** Take an attribute over as it is. */
  Translation copy(String name) {
    return copy(name, name);
  }

  /** Take an attribute over under another name. */
  Translation copy(String name, String target) {
    read.add(name);
    node.attributes().find(name).ifPresent(value -> attributes = attributes.with(target, value));
    return this;
  }

  /** Take an attribute over, or its default. */
  Translation copy(String name, long absent) {
    return node.attributes().has(name) ? copy(name) : set(name, absent);
  }

  /** Take an integer attribute over for which ONNX writes 0 where there is none. */
  Translation copyUnlessZero(String name, String target) {
    boolean zero = node.attributes().find(name).equals(Optional.of(new Attribute.Int(0)));
    return zero ? ignore(name) : copy(name, target);
  }

  /** Take an attribute that the standard has only from {@code since} on, with a warning. */
  Translation newer(String name, int since) {
    if (node.attributes().has(name)
        && node.op().domain().equals(OpId.ONNX)
        && node.op().version() < since) {
      scope
          .problems()
          .warning(
              node.origin() + name,
              Diagnostic.warning(
                      "Onnx.NewerAttribute", "an attribute SHOULD belong to the declared opset")
                  .at(Place.node(node.describe()))
                  .fact("attribute", name)
                  .fact("opset declared", node.op().version())
                  .fact("opset needed", since)
                  .help("nothing to do: it is read as in opset " + since));
    }
    return this;
  }

  /** Take note of an attribute that says nothing here. */
  Translation ignore(String name) {
    read.add(name);
    return this;
  }

  Translation set(String name, long value) {
    attributes = attributes.with(name, value);
    return this;
  }

  Translation set(String name, String value) {
    attributes = attributes.with(name, value);
    return this;
  }

  boolean has(String name) {
    return attributes.has(name);
  }

  /** Return the node, with the inputs of the file's. */
  List<Node> as(String operator) {
    return as(operator, node.inputs());
  }

  /** Return the node. */
  List<Node> as(String operator, List<String> inputs) {
    for (String name : node.attributes().asMap().keySet()) {
      if (!read.contains(name)) {
        scope
            .problems()
            .warning(
                node.origin() + name,
                Diagnostic.warning(
                        "Onnx.UnknownAttribute", "an attribute SHOULD be one of its operator")
                    .at(Place.node(node.describe()))
                    .fact("attribute", name)
                    .help("check the spelling: the attribute was left out"));
      }
    }
    OpId op = new OpId(OpId.BLOCKQUANT, operator, 1);
    return List.of(new Node(node.name(), op, inputs, node.outputs(), attributes, node.origin()));
  }
}

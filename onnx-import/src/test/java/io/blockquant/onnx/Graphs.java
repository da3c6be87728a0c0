package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Compare graphs: names, operators, attributes, types, and the bits of all tensors. */
final class Graphs {

  private Graphs() {}

  static void assertSame(Graph expected, Graph found) {
    assertEquals(expected.name(), found.name());
    assertEquals(expected.inputs(), found.inputs());
    assertEquals(expected.outputs(), found.outputs());
    assertEquals(expected.initializers().keySet(), found.initializers().keySet());
    expected
        .initializers()
        .forEach((name, tensor) -> assertTrue(tensor.sameBits(initializer(found, name)), name));
    assertEquals(expected.nodes().size(), found.nodes().size());
    for (int i = 0; i < expected.nodes().size(); i++) {
      assertSame(expected.nodes().get(i), found.nodes().get(i));
    }
  }

  private static Tensor initializer(Graph graph, String name) {
    return graph.initializer(name).orElseThrow();
  }

  private static void assertSame(Node expected, Node found) {
    assertEquals(expected.name(), found.name());
    assertEquals(expected.op(), found.op(), expected::describe);
    assertEquals(expected.inputs(), found.inputs(), expected::describe);
    assertEquals(expected.outputs(), found.outputs(), expected::describe);
    Map<String, Attribute> attributes = expected.attributes().asMap();
    assertEquals(attributes.keySet(), found.attributes().asMap().keySet(), expected::describe);
    attributes.forEach((name, attribute) ->
        assertSame(attribute, found.attributes().find(name).orElseThrow(), expected, name));
  }

  private static void assertSame(Attribute expected, Attribute found, Node node, String name) {
    switch (expected) {
      case Attribute.TensorValue tensor ->
          assertTrue(tensor.value().sameBits(((Attribute.TensorValue) found).value()), name);
      case Attribute.Subgraph body ->
          assertSame(body.value(), ((Attribute.Subgraph) found).value());
      case Attribute.Opaque opaque ->
          assertTrue(Arrays.equals(opaque.encoded(), ((Attribute.Opaque) found).encoded()), name);
      default -> assertEquals(expected, found, () -> node.describe() + " " + name);
    }
  }
}

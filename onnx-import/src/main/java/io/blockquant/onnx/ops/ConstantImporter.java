package io.blockquant.onnx.ops;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turn nodes that only name, copy or convert small constants into initializers. */
final class ConstantImporter {

  private static final Set<ElementType> FLOATS =
      Set.of(ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16);

  /** Constant: strings and sparse tensors have no place in the IR and stay nodes. */
  static final OpImporter CONSTANT =
      (node, scope) -> {
        if (node.attributes().asMap().isEmpty()) {
          throw Diagnostic.error("Onnx.Attribute", "a Constant MUST have a value")
              .at(Place.node(node.describe()))
              .help("give it the attribute value")
              .asException();
        }
        Optional<Tensor> tensor =
            node.attributes().asMap().values().stream()
                .flatMap(attribute -> tensor(attribute).stream())
                .findFirst();
        return become(node, tensor, scope);
      };

  /** Identity of a constant: exporters write it where modules share a weight. */
  static final OpImporter IDENTITY =
      (node, scope) -> become(node, scope.constant(node.input(0)), scope);

  /**
   * Cast of one constant number that a quantizer needs at compile time (C9); all other casts stay.
   */
  static final OpImporter CAST =
      (node, scope) -> {
        Optional<ElementType> to =
            ElementType.fromOnnxCode(
                Math.clamp(node.attributes().integer("to", 0), 0, Integer.MAX_VALUE));
        Optional<Tensor> tensor =
            scope
                .constant(node.input(0))
                .filter(from -> from.elementCount() == 1 && FLOATS.contains(from.elementType()))
                .filter(_ -> to.isPresent() && FLOATS.contains(to.get()))
                .filter(_ -> feedsDoubleQuantScale(node.output(0), scope))
                .map(from -> cast(from, to.orElseThrow()));
        return become(node, tensor, scope);
      };

  private ConstantImporter() {}

  private static List<Node> become(Node node, Optional<Tensor> tensor, ImportScope scope) {
    if (tensor.isEmpty() || node.output(0).isEmpty()) {
      return List.of(node);
    }
    scope.addConstant(node.output(0), tensor.get());
    return List.of();
  }

  private static Optional<Tensor> tensor(Attribute attribute) {
    return switch (attribute) {
      case Attribute.TensorValue value -> Optional.of(value.value());
      case Attribute.Real real -> Optional.of(Tensor.scalar(real.value()));
      case Attribute.Int integer -> Optional.of(Tensor.ofLongs(Shape.SCALAR, integer.value()));
      case Attribute.Reals reals -> {
        Tensor floats = Tensor.allocate(ElementType.FLOAT, Shape.of(reals.values().size()));
        for (int i = 0; i < reals.values().size(); i++) {
          floats.segment().set(Elements.FLOAT, (long) i * Float.BYTES, reals.values().get(i));
        }
        yield Optional.of(floats);
      }
      case Attribute.Ints ints ->
          Optional.of(
              Tensor.ofLongs(
                  Shape.of(ints.values().size()),
                  ints.values().stream().mapToLong(Long::longValue).toArray()));
      case Attribute.Text _,
          Attribute.Texts _,
          Attribute.Subgraph _,
          Attribute.Subgraphs _,
          Attribute.Opaque _ ->
          Optional.empty();
    };
  }

  private static boolean feedsDoubleQuantScale(String name, ImportScope scope) {
    return scope.uses(name).stream()
        .anyMatch(use -> use.input() == 1 && use.node().op().type().endsWith("DynamicQuantize"));
  }

  private static Tensor cast(Tensor from, ElementType to) {
    Tensor result = Tensor.allocate(to, from.shape());
    Elements.setValue(result, 0, Elements.value(from, 0), Conversion.CAST_UNSATURATED);
    return result;
  }
}

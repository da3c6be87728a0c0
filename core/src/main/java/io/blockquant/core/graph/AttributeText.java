package io.blockquant.core.graph;

import java.util.List;
import java.util.stream.Collectors;

/** Word the value of an attribute for a person; long lists are cut. */
final class AttributeText {

  private static final int SHOWN = 8;

  private AttributeText() {}

  static String of(Attribute attribute) {
    return switch (attribute) {
      case Attribute.Int integer -> Long.toString(integer.value());
      case Attribute.Real real -> Float.toString(real.value());
      case Attribute.Text text -> '"' + text.value() + '"';
      case Attribute.Ints ints -> list(ints.values());
      case Attribute.Reals reals -> list(reals.values());
      case Attribute.Texts texts -> list(texts.values());
      case Attribute.TensorValue tensor -> "<" + tensor.value() + ">";
      case Attribute.Subgraph body -> "<graph of " + body.value().nodes().size() + " nodes>";
      case Attribute.Subgraphs bodies -> "<" + bodies.values().size() + " graphs>";
      case Attribute.Opaque opaque -> "<" + opaque.kind() + ">";
    };
  }

  private static String list(List<?> values) {
    String shown =
        values.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return values.size() <= SHOWN
        ? "[" + shown + "]"
        : "[" + shown + ", ... " + values.size() + " in all]";
  }
}

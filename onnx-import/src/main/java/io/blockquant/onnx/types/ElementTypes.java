package io.blockquant.onnx.types;

import static io.blockquant.core.dtype.ElementType.BOOL;
import static io.blockquant.core.dtype.ElementType.FLOAT;
import static io.blockquant.core.dtype.ElementType.INT32;
import static io.blockquant.core.dtype.ElementType.INT64;
import static io.blockquant.core.dtype.ElementType.UINT8;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Tell the element types that nodes compute, from the element types that they read.
 *
 * <p>Element types only, and never a guess: an operator of which nothing is known here has outputs
 * of unknown type. Stateless but for the function that it is given.
 */
public final class ElementTypes {

  private static final Set<String> BOOLEAN =
      Set.of(
          "And",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "IsInf",
          "IsNaN",
          "Less",
          "LessOrEqual",
          "Not",
          "Or",
          "RegexFullMatch",
          "Xor");

  private static final Set<String> INTEGER64 =
      Set.of("ArgMax", "ArgMin", "NonMaxSuppression", "NonZero", "Shape", "Size");

  private static final Set<String> INTEGER32 = Set.of("ConvInteger", "MatMulInteger");

  /** Operators with a second output of indices. */
  private static final Set<String> WITH_INDICES = Set.of("MaxPool", "TopK", "Unique");

  /** Operators whose type an attribute says, by the name of the attribute. */
  private static final Map<String, String> BY_ATTRIBUTE =
      Map.ofEntries(
          Map.entry("BitCast", "to"),
          Map.entry("BlackmanWindow", "output_datatype"),
          Map.entry("Cast", "to"),
          Map.entry("HammingWindow", "output_datatype"),
          Map.entry("HannWindow", "output_datatype"),
          Map.entry("MelWeightMatrix", "output_datatype"),
          Map.entry("RandomNormal", "dtype"),
          Map.entry("RandomUniform", "dtype"));

  /** Operators whose type is that of an input other than the first. */
  private static final Map<String, Integer> BY_INPUT =
      Map.of("CastLike", 1, "OneHot", 2, "QLinearConv", 7, "QLinearMatMul", 7, "Where", 1);

  /** Operators that have no tensor type, or one that their first input does not tell. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "ConcatFromSequence",
          "Constant",
          "If",
          "ImageDecoder",
          "Loop",
          "Multinomial",
          "Optional",
          "OptionalGetElement",
          "OptionalHasElement",
          "Scan",
          "SequenceAt",
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceLength",
          "SequenceMap",
          "SplitToSequence",
          "TfIdfVectorizer");

  /** Operators of other domains whose output has the type of the first input. */
  private static final Set<String> CONTRIBUTED =
      Set.of("BiasGelu", "FastGelu", "Gelu", "MatMulNBits", "QuickGelu", "SkipLayerNormalization");

  private final Function<String, Optional<ElementType>> known;

  /** Tell types, given those of the values that nodes read. */
  public ElementTypes(Function<String, Optional<ElementType>> known) {
    this.known = known;
  }

  /** Return the element type of an output. */
  public Optional<ElementType> output(Node node, int index) {
    return switch (node.op().domain()) {
      case OpId.BLOCKQUANT -> catalog(node, index);
      case OpId.ONNX -> standard(node, index);
      default ->
          CONTRIBUTED.contains(node.op().type()) && index == 0 ? input(node, 0) : Optional.empty();
    };
  }

  private Optional<ElementType> catalog(Node node, int index) {
    return switch (node.op().type()) {
      case "DynamicQuantize" -> attribute(node, index == 0 ? "output_type" : "scale_type");
      case "Quantize" ->
          attribute(node, "output_type")
              .or(() -> node.hasInput(2) ? input(node, 2) : Optional.of(UINT8));
      case "Dequantize" ->
          attribute(node, "output_type")
              .or(() -> input(node, 1).map(t -> t.isLowPrecisionFloat() ? FLOAT : t));
      case "Cast", "BitCast" -> attribute(node, "to");
      default -> Optional.empty();
    };
  }

  private Optional<ElementType> standard(Node node, int index) {
    String type = node.op().type();
    if (UNKNOWN.contains(type)) {
      return Optional.empty();
    }
    if (BOOLEAN.contains(type)) {
      return Optional.of(BOOL);
    }
    if (INTEGER64.contains(type) || (index > 0 && WITH_INDICES.contains(type))) {
      return Optional.of(INT64);
    }
    if (INTEGER32.contains(type)) {
      return Optional.of(INT32);
    }
    if (BY_ATTRIBUTE.containsKey(type)) {
      String attribute = BY_ATTRIBUTE.getOrDefault(type, "");
      return attribute(node, attribute)
          .or(() -> attribute.equals("to") ? Optional.empty() : Optional.of(FLOAT));
    }
    if (BY_INPUT.containsKey(type)) {
      return input(node, BY_INPUT.getOrDefault(type, 0));
    }
    return switch (type) {
      case "ConstantOfShape" ->
          Optional.of(
              node.attributes().find("value").orElse(null) instanceof Attribute.TensorValue value
                  ? value.value().elementType()
                  : FLOAT);
      case "EyeLike", "RandomNormalLike", "RandomUniformLike", "Bernoulli" ->
          attribute(node, "dtype").or(() -> input(node, 0));
      case "DynamicQuantizeLinear" -> Optional.of(index == 1 ? FLOAT : UINT8);
      case "Dropout" -> index == 0 ? input(node, 0) : Optional.of(BOOL);
      case "LayerNormalization" -> index == 0 ? input(node, 0) : Optional.of(FLOAT);
      default -> input(node, 0);
    };
  }

  private Optional<ElementType> input(Node node, int index) {
    return node.hasInput(index) ? known.apply(node.input(index)) : Optional.empty();
  }

  /** An attribute of another kind tells nothing here; whoever runs the node reports it. */
  private static Optional<ElementType> attribute(Node node, String name) {
    return node.attributes().find(name).orElse(null) instanceof Attribute.Int code
        ? ElementType.fromOnnxCode(Math.clamp(code.value(), 0, Integer.MAX_VALUE))
        : Optional.empty();
  }
}

package io.blockquant.core.ops.bitcast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.op.AttributeSpec;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.Formal;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.Rule;
import io.blockquant.core.op.Violation;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Define BitCast: read the same bits as another type of the same width. */
public final class BitCast {

  /** The operator. */
  public static final OpId ID = new OpId(OpId.BLOCKQUANT, "BitCast", 1);

  /** The types with bits to be read: all but text. */
  public static final List<ElementType> TYPES =
      Stream.of(ElementType.values()).filter(type -> type != ElementType.STRING).toList();

  /** The definition. */
  public static final OpDefinition<BitCastAttributes> DEFINITION =
      new OpDefinition<>(
          ID,
          "Read the same bits as another type of the same width.",
          List.of(Formal.required("x", TYPES, "The tensor whose bits are read.")),
          List.of(Formal.required("y", TYPES, "The same bits, in the shape of x.")),
          List.of(new AttributeSpec(BitCastAttributes.TO, "INT", "an error", "ONNX type of y.")),
          BitCastAttributes::read,
          List.of(
              new Constraint<>(
                  "T1", "to MUST number an element type that has bits", BitCast::outputType),
              new Constraint<>(
                  "T2",
                  "the types of x and y MUST have elements of the same width",
                  BitCast::width)),
          List.of(
              new Rule("K3", "Every bit of x is a bit of y, NaN codes and unused bits included.")),
          BitCast::inferTypes,
          BitCast::evaluate);

  private BitCast() {}

  /** Describe a node. */
  public static NodeSpec bitCast(Value x, ElementType to) {
    return NodeSpec.of(ID, 1, Attributes.NONE, x).with(BitCastAttributes.TO, to.onnxCode());
  }

  private static void evaluate(
      OpCall<BitCastAttributes> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    outputs.get(0).segment().copyFrom(Objects.requireNonNull(inputs.get(0)).segment());
  }

  private static List<TensorType> inferTypes(OpCall<BitCastAttributes> call) {
    ElementType y = call.attributes().type().orElseThrow();
    return List.of(
        call.type(0).map(x -> x.withElementType(y)).orElseGet(() -> TensorType.ofUnknownRank(y)));
  }

  private static Optional<Violation> outputType(OpCall<BitCastAttributes> call) {
    Optional<ElementType> type = call.attributes().type();
    return type.filter(TYPES::contains).isPresent()
        ? Optional.empty()
        : Optional.of(
            Violation.error("write one of these types as to")
                .with("expected", TYPES)
                .with(
                    "found",
                    type.map(Enum::name).orElse(call.attributes().to() + " (no ONNX type)")));
  }

  private static Optional<Violation> width(OpCall<BitCastAttributes> call) {
    Optional<ElementType> from = call.elementType(0);
    Optional<ElementType> to = call.attributes().type();
    if (from.isEmpty() || to.isEmpty() || from.get().bits() == to.get().bits()) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("cast to a type of this width first")
            .at(call.describeInput(0))
            .with("expected", "a type of " + to.get().bits() + " bits, as " + to.get())
            .with("found", from.get() + " of " + from.get().bits() + " bits"));
  }
}

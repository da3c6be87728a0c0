package io.blockquant.core.testing;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.op.AttributeSpec;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.Formal;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.OpRegistry;
import io.blockquant.core.op.Rule;
import io.blockquant.core.op.Violation;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A catalog of one operator: {@code Repeat(x) -> (y, last?)}, x written {@code times} times. */
public final class ToyCatalog {

  public static final OpId REPEAT = new OpId(OpId.BLOCKQUANT, "Repeat", 1);

  public static final OpDefinition<Long> DEFINITION =
      new OpDefinition<>(
          REPEAT,
          "Write a vector again and again.",
          List.of(Formal.required("x", List.of(ElementType.INT64), "The vector.")),
          List.of(
              Formal.required("y", List.of(ElementType.INT64), "The long vector."),
              Formal.optional("last", List.of(ElementType.INT64), "x again.")),
          List.of(new AttributeSpec("times", "INT", "1", "How often.")),
          attributes -> attributes.integer("times", 1),
          List.of(
              new Constraint<>("C1", "times MUST be >= 1", ToyCatalog::timesFits),
              new Constraint<>("C2", "the extent of x MUST be even", ToyCatalog::extentFits)),
          List.of(new Rule("R1", "y[i] = x[i mod n]")),
          ToyCatalog::inferTypes,
          ToyCatalog::evaluate);

  public static final OpRegistry REGISTRY = new OpRegistry(List.of(DEFINITION));

  private ToyCatalog() {}

  /** Make a Repeat node named after its output. */
  public static Node repeat(String x, String y, long times) {
    return new Node(
        "repeat_" + y, REPEAT, List.of(x), List.of(y), Attributes.NONE.with("times", times));
  }

  private static Optional<Violation> timesFits(OpCall<Long> call) {
    return call.attributes() >= 1
        ? Optional.empty()
        : Optional.of(Violation.error("repeat at least once").with("times", call.attributes()));
  }

  private static Optional<Violation> extentFits(OpCall<Long> call) {
    OptionalLong extent =
        call.rankedType(0)
            .map(type -> type.knownDims().getFirst().known())
            .orElse(OptionalLong.empty());
    return extent.isEmpty() || extent.getAsLong() % 2 == 0
        ? Optional.empty()
        : Optional.of(
            Violation.error("pad x").at(call.describeInput(0)).with("extent", extent.getAsLong()));
  }

  private static List<TensorType> inferTypes(OpCall<Long> call) {
    TensorType x = call.type(0).orElseThrow();
    OptionalLong extent = x.hasRank() ? x.knownDims().getFirst().known() : OptionalLong.empty();
    Dim repeated =
        extent.isPresent() ? Dim.of(extent.getAsLong() * call.attributes()) : Dim.UNKNOWN;
    return List.of(TensorType.of(x.elementType(), repeated), x);
  }

  private static void evaluate(OpCall<Long> call, List<Tensor> inputs, List<Tensor> outputs) {
    Tensor x = inputs.getFirst();
    long count = x.elementCount();
    for (long i = 0; i < count * call.attributes(); i++) {
      long value = x.segment().get(Elements.LONG, i % count * Long.BYTES);
      outputs.get(0).segment().set(Elements.LONG, i * Long.BYTES, value);
    }
    outputs.get(1).segment().copyFrom(x.segment());
  }
}

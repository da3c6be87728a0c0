package io.blockquant.core.verify;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.OptionalLong;

/** Refuse what cannot fit before anybody allocates it: a few bytes of a file can ask for 2^62. */
final class MemoryCheck {

  private static final String CODE = "Session.MemoryLimit";
  private static final String HELP = "raise the session's memory limit, or make the tensor smaller";

  private final long limit;
  private final Findings findings;

  MemoryCheck(long limit, Findings findings) {
    this.limit = limit;
    this.findings = findings;
  }

  /** Return whether a value fits the limit as far as its size is known; report it if not. */
  boolean fits(TensorType type, Place place) {
    OptionalLong bytes = TypeSize.of(type);
    if (bytes.isEmpty() || (bytes.getAsLong() <= limit && bytes.getAsLong() < Long.MAX_VALUE)) {
      return true;
    }
    findings.add(
        Diagnostic.error(CODE, "a tensor MUST fit the memory limit")
            .at(place)
            .fact("type", type)
            .fact("bytes needed", TypeSize.describe(bytes.getAsLong()))
            .fact("limit", limit)
            .help(HELP)
            .build());
    return false;
  }

  /** Report constants and outputs that do not fit together. */
  void checkTotal(Graph graph, TypeTable types) {
    long constants = 0;
    for (Tensor tensor : graph.initializers().values()) {
      constants = TypeSize.plus(constants, tensor.byteSize());
    }
    long outputs = 0;
    for (Value output : graph.outputs()) {
      if (!types.isConstant(output.name())) {
        OptionalLong bytes =
            types.type(output.name()).map(TypeSize::of).orElse(OptionalLong.empty());
        outputs = TypeSize.plus(outputs, bytes.orElse(0));
      }
    }
    long total = TypeSize.plus(constants, outputs);
    if (total > limit) {
      findings.add(
          Diagnostic.error(CODE, "constants and outputs together MUST fit the memory limit")
              .at(Place.node("graph '" + graph.name() + "'"))
              .fact("bytes of constants", constants)
              .fact("bytes of outputs", outputs)
              .fact("bytes needed", TypeSize.describe(total))
              .fact("limit", limit)
              .help(HELP)
              .build());
    }
  }
}

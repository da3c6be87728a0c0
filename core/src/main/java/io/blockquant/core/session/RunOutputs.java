package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Check the memory that a caller gives a run for its outputs. Immutable and thread-safe; allocates
 * nothing when all is well.
 */
final class RunOutputs {

  private final List<Value> outputs;
  private final String[] names;
  private final @Nullable TensorType[] types;

  RunOutputs(List<Value> outputs) {
    this.outputs = outputs;
    this.names = outputs.stream().map(Value::name).toArray(String[]::new);
    this.types = new @Nullable TensorType[names.length];
    for (int i = 0; i < names.length; i++) {
      types[i] = outputs.get(i).type();
    }
  }

  /**
   * Put the tensor for each output into {@code targets}.
   *
   * @throws BlockquantException with everything that is wrong
   */
  void bind(Map<String, Tensor> given, @Nullable Tensor[] targets) {
    boolean fits = given.size() == names.length;
    for (int i = 0; i < names.length; i++) {
      Tensor target = given.get(names[i]);
      targets[i] = target;
      fits &= target != null && isWritable(target) && accepts(types[i], target);
    }
    if (!fits) {
      throw errors(given);
    }
  }

  /** Text has no size before it is there, so nobody can have made room for it. */
  private static boolean isWritable(Tensor target) {
    return target.elementType() != ElementType.STRING
        && (!target.isHost() || !target.segment().isReadOnly());
  }

  private static boolean accepts(@Nullable TensorType type, Tensor target) {
    return type == null || type.accepts(target.elementType(), target.shape());
  }

  private BlockquantException errors(Map<String, Tensor> given) {
    List<Diagnostic> errors = new ArrayList<>();
    for (Value output : outputs) {
      Tensor target = given.get(output.name());
      TensorType type = output.type();
      if (target == null) {
        errors.add(
            error("Session.MissingOutput", "a run MUST be given memory for every output", output)
                .fact("expected", output)
                .fact("given", given.keySet().stream().sorted().toList())
                .help("add a tensor of this type, or use run(inputs), which allocates")
                .build());
      } else if (!isWritable(target)) {
        errors.add(
            error("Session.OutputMemory", "an output MUST be writable memory", output)
                .fact("found", unwritable(target))
                .help("allocate it with Tensor.allocate; text needs run(inputs)")
                .build());
      } else if (type != null && !accepts(type, target)) {
        errors.add(wrongType(output.name(), type, target));
      }
    }
    List<String> known = outputs.stream().map(Value::name).toList();
    given.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(name ->
            errors.add(
                error(
                        "Session.UnknownOutput",
                        "a run MUST be given memory for outputs of the graph only",
                        Value.of(name))
                    .fact("found", "'" + name + "'")
                    .fact("expected", outputs)
                    .help("use the expected names")
                    .build()));
    return new BlockquantException(errors);
  }

  private static String unwritable(Tensor target) {
    if (target.elementType() == ElementType.STRING) {
      return "STRING, whose size nobody knows before";
    }
    return "read-only memory";
  }

  /** Word that the caller's memory does not fit what is to be written there. */
  static Diagnostic wrongType(String output, Object expected, Tensor target) {
    return error(
            "Session.OutputType",
            "the memory for an output MUST have its element type and shape",
            Value.of(output))
        .fact("expected", expected)
        .fact("found", target)
        .help("give memory of the expected type, or use run(inputs), which allocates")
        .build();
  }

  private static Diagnostic.Builder error(String code, String rule, Value output) {
    return Diagnostic.error(code, rule).at(Place.tensor("output '" + output.name() + "'"));
  }
}

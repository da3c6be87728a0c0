package io.blockquant.core.ops.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.Violation;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The constraints C1 to C9 of the contract, and C12 of this project. */
final class DynamicQuantizeConstraints {

  static final List<ElementType> FLOATS =
      List.of(ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.FLOAT);

  static final List<Constraint<DynamicQuantizeAttributes>> ALL =
      List.of(
          new Constraint<>("C1", "x MUST be FLOAT16, BFLOAT16 or FLOAT", x -> inputType(x)),
          new Constraint<>(
              "C2", "x MUST have rank 2 or 3; rank 4 too with block_shape", x -> rank(x)),
          new Constraint<>(
              "C3",
              "exactly one of (axis and block_size) and block_shape MUST be given",
              x -> mode(x)),
          new Constraint<>(
              "C4", "axis MUST name the last or the second-to-last dimension", x -> axis(x)),
          new Constraint<>(
              "C5",
              "block_size MUST be 16 for FP4 data with E4M3 scales, 32 for FP8 data with E8M0"
                  + " scales, and at least 1 otherwise",
              x -> blockSize(x)),
          new Constraint<>(
              "C6",
              "the blocked axis MUST have a known extent divisible by block_size",
              x -> divides(x)),
          new Constraint<>(
              "C7",
              "block_shape MUST have the rank of x, each extent at least 1 or exactly -1",
              x -> blockShape(x)),
          new Constraint<>("C8", "output_type and scale_type MUST be a recipe", x -> recipe(x)),
          new Constraint<>(
              "C9",
              "double_quant_scale MUST be one constant, finite and positive element of the type of"
                  + " x or FLOAT, and is taken only with E4M3 scales",
              x -> doubleQuantScale(x)),
          new Constraint<>(
              "C12",
              "scale_rounding MUST be up or floor, and floor only with E8M0 scales",
              x -> scaleRounding(x)));

  private DynamicQuantizeConstraints() {}

  private static Optional<Violation> inputType(OpCall<DynamicQuantizeAttributes> call) {
    return call.elementType(0)
        .filter(type -> !FLOATS.contains(type))
        .map(type ->
            Violation.error("cast x to FLOAT before this node")
                .at(call.describeInput(0))
                .with("expected", FLOATS)
                .with("found", type));
  }

  private static Optional<Violation> rank(OpCall<DynamicQuantizeAttributes> call) {
    int most = call.attributes().is2d() ? 4 : 3;
    return call.rankedType(0)
        .filter(type -> type.rank() < 2 || type.rank() > most)
        .map(type ->
            Violation.error("reshape x to rank 2 before this node, and back after it")
                .at(call.describeInput(0))
                .with("x", type)
                .with("rank", type.rank())
                .with("expected", "2 to " + most));
  }

  private static Optional<Violation> mode(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    boolean oneD = given.axis().isPresent() && given.blockSize().isPresent();
    boolean anyOneD = given.axis().isPresent() || given.blockSize().isPresent();
    if (given.is2d() ? !anyOneD : oneD) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("give axis and block_size for 1D blocks, or block_shape for 2D blocks")
            .with("axis", shown(given.axis().isPresent(), given.axis().orElse(0)))
            .with("block_size", shown(given.blockSize().isPresent(), given.blockSize().orElse(0)))
            .with("block_shape", given.blockShape().map(Object::toString).orElse("not given")));
  }

  private static Object shown(boolean present, long value) {
    return present ? (Object) value : "not given";
  }

  private static Optional<Violation> axis(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    if (given.axis().isEmpty()) {
      return Optional.empty();
    }
    long axis = given.axis().getAsLong();
    Optional<TensorType> x = call.rankedType(0);
    // Without a rank only -1 and -2 are certain; a positive axis is judged once the rank is known.
    boolean wrong =
        x.isPresent() ? !isInner(axis, x.get().rank()) : axis < 0 && axis != -1 && axis != -2;
    if (!wrong) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("transpose x so that the blocked dimension is one of the last two")
            .at(call.describeInput(0))
            .with("x", x.map(TensorType::toString).orElse("of unknown rank"))
            .with("axis", axis)
            .with("expected", x.map(t -> expectedAxes(t.rank())).orElse("-1 or -2")));
  }

  private static String expectedAxes(int rank) {
    return rank < 2
        ? "a dimension of a tensor of rank 2 or more"
        : "-1 or -2 (" + (rank - 1) + " or " + (rank - 2) + ")";
  }

  private static boolean isInner(long axis, int rank) {
    long fromFront = axis < 0 ? axis + rank : axis;
    return fromFront >= 0 && fromFront < rank && fromFront >= rank - 2;
  }

  private static Optional<Violation> blockSize(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    if (given.blockSize().isEmpty()) {
      return Optional.empty();
    }
    long size = given.blockSize().getAsLong();
    Optional<Recipe> recipe = given.recipe();
    long only = recipe.isPresent() ? recipe.get().blockSize().orElse(0) : 0;
    if (only == 0 ? size >= 1 : size == only) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("use the block size of the recipe, or block_shape for blocks of another")
            .with("recipe", recipe.map(Recipe::name).orElse("none"))
            .with("expected", only == 0 ? "at least 1" : (Object) only)
            .with("found", size));
  }

  private static Optional<Violation> divides(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    Optional<TensorType> x = call.rankedType(0);
    if (given.is2d()
        || given.blockSize().isEmpty()
        || given.blockSize().getAsLong() < 1
        || given.axis().isEmpty()
        || x.isEmpty()
        || !isInner(given.axis().getAsLong(), x.get().rank())) {
      return Optional.empty();
    }
    int axis = given.axis(x.get().rank());
    long size = given.blockSize().getAsLong();
    return switch (x.get().knownDims().get(axis)) {
      // Nobody could infer it: the check is made when the graph runs.
      case Dim.Unknown _ -> Optional.empty();
      case Dim.Symbol symbol ->
          Optional.of(
              Violation.error("export the model with a fixed extent on axis " + axis + " of x")
                  .at(call.describeInput(0))
                  .with("x", x.get())
                  .with("axis", axis + ", block_size " + size)
                  .with("extent", "'" + symbol.name() + "' is known only when the graph runs"));
      case Dim.Fixed fixed -> {
        long rest = fixed.extent() % size;
        yield rest == 0
            ? Optional.empty()
            : Optional.of(
                Violation.error(
                        "pad axis %d of x to %d before this node, or use block_shape, which allows"
                                .formatted(axis, fixed.extent() - rest + size)
                            + " a partial last block")
                    .at(call.describeInput(0))
                    .with("x", x.get())
                    .with("axis", axis + ", block_size " + size)
                    .with(fixed.extent() + " mod " + size, rest));
      }
    };
  }

  private static Optional<Violation> blockShape(OpCall<DynamicQuantizeAttributes> call) {
    if (!call.attributes().is2d()) {
      return Optional.empty();
    }
    List<Long> extents = call.attributes().blockShape().orElseThrow();
    for (int axis = 0; axis < extents.size(); axis++) {
      long extent = extents.get(axis);
      if (extent < 1 && extent != -1) {
        return Optional.of(
            Violation.error("give a positive extent, or -1 for the whole dimension")
                .with("block_shape", extents)
                .with("entry " + axis, extent)
                .with("expected", "a positive extent, or -1"));
      }
    }
    return call.rankedType(0)
        .filter(x -> x.rank() != extents.size())
        .map(x ->
            Violation.error("give one extent per dimension of x")
                .at(call.describeInput(0))
                .with("x", x)
                .with("block_shape", extents));
  }

  private static Optional<Violation> recipe(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    if (given.recipe().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("choose output_type and scale_type from one recipe")
            .with("output_type", typeName(given.outputType()))
            .with("scale_type", typeName(given.scaleType()))
            .with(
                "recipes",
                Arrays.stream(Recipe.values())
                    .map(r -> r.name() + " = " + r.outputType() + " with " + r.scaleType())
                    .toList()));
  }

  private static String typeName(long code) {
    if (code == 0) {
      return "not given";
    }
    Optional<ElementType> type =
        code == (int) code ? ElementType.fromOnnxCode((int) code) : Optional.empty();
    return code + type.map(known -> " (" + known + ")").orElse(" (no ONNX element type)");
  }

  private static Optional<Violation> doubleQuantScale(OpCall<DynamicQuantizeAttributes> call) {
    Optional<Recipe> recipe = call.attributes().recipe();
    if (!call.has(1) || recipe.isEmpty()) {
      return Optional.empty();
    }
    Violation wrong =
        Violation.error("give a constant of one positive element, amax / (qmax * 448) as a rule")
            .at(call.describeInput(1));
    if (!recipe.get().takesDoubleQuantScale()) {
      return Optional.of(
          Violation.error("remove double_quant_scale, or use E4M3 scales")
              .at(call.describeInput(1))
              .with("scale_type", recipe.get().scaleType())
              .with("expected", "no double_quant_scale"));
    }
    Optional<ElementType> type = call.elementType(1);
    Optional<ElementType> x = call.elementType(0);
    if (type.isPresent()
        && type.get() != ElementType.FLOAT
        && (!FLOATS.contains(type.get()) || x.isPresent() && type.get() != x.get())) {
      return Optional.of(
          wrong
              .with("expected", "FLOAT, or the type of x: " + x.map(Enum::name).orElse("unknown"))
              .with("found", type.get()));
    }
    Optional<Tensor> constant = call.constant(1);
    if (constant.isEmpty()) {
      return Optional.of(wrong.with("expected", "a constant").with("found", "a computed value"));
    }
    Tensor g = constant.get();
    if (g.elementCount() != 1 || g.shape().rank() > 1) {
      return Optional.of(
          wrong.with("expected", "one element, rank 0 or 1").with("found", g.type()));
    }
    double value = Elements.value(g, 0);
    return value > 0 && value < Double.POSITIVE_INFINITY
        ? Optional.empty()
        : Optional.of(wrong.with("expected", "a positive, finite number").with("found", value));
  }

  private static Optional<Violation> scaleRounding(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes given = call.attributes();
    Optional<ScaleRounding> rounding = ScaleRounding.of(given.scaleRounding());
    boolean e8m0 = given.scaleType() == ElementType.FLOAT8E8M0.onnxCode();
    if (rounding.isPresent() && (e8m0 || rounding.get() == ScaleRounding.UP)) {
      return Optional.empty();
    }
    return Optional.of(
        Violation.error("remove scale_rounding, or write up or floor beside E8M0 scales")
            .with("scale_rounding", given.scaleRounding())
            .with("scale_type", typeName(given.scaleType())));
  }
}

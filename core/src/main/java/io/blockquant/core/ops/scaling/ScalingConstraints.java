package io.blockquant.core.ops.scaling;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.Violation;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * The constraints Q1 to Q4, which Quantize and Dequantize share: input 0 is what is scaled, input 1
 * the scale, input 2 the zero point.
 */
public final class ScalingConstraints {

  /** The types that a scale may have (Q3). */
  public static final List<ElementType> SCALES =
      List.of(
          ElementType.FLOAT,
          ElementType.FLOAT16,
          ElementType.BFLOAT16,
          ElementType.FLOAT8E8M0,
          ElementType.INT32);

  private static final int X = 0;
  private static final int SCALE = 1;
  private static final int ZERO_POINT = 2;

  private ScalingConstraints() {}

  /** Return Q1: the granularity follows from the shapes. */
  public static <A> Constraint<A> granularity(Function<A, ScalingAttributes> scaling) {
    return new Constraint<>(
        "Q1",
        "scale MUST have one element (per tensor), be 1-D with the extent of axis (per axis), or"
            + " have the rank of x (blocks)",
        call -> misfit("Q1", call, scaling));
  }

  /** Return Q2: the blocks fit the scale. */
  public static <A> Constraint<A> blocks(Function<A, ScalingAttributes> scaling) {
    return new Constraint<>(
        "Q2",
        "a scale of blocks MUST differ from x in one dimension, by a size that divides or is given"
            + " as block_size, or have the shape ceil(D / B) of block_shape",
        call -> misfit("Q2", call, scaling).or(() -> contradiction(call, scaling)));
  }

  /** Return Q3 of an operator that divides: scales are positive and finite. */
  public static <A> Constraint<A> divisors() {
    return new Constraint<>(
        "Q3",
        "scale MUST be FLOAT, FLOAT16, BFLOAT16, FLOAT8E8M0 or INT32; constant scales MUST be"
            + " positive and finite",
        call -> scaleType(call).or(() -> notPositive(call)));
  }

  /**
   * Return Q3 of an operator that multiplies: scales are finite. Quantizers write 0 for blocks of
   * zeros and negative scales for symmetric 4-bit weights; both multiply well and are warned of.
   */
  public static <A> Constraint<A> factors() {
    return new Constraint<>(
        "Q3",
        "scale MUST be FLOAT, FLOAT16, BFLOAT16, FLOAT8E8M0 or INT32; constant scales MUST be"
            + " finite and SHOULD be positive",
        call -> scaleType(call).or(() -> notFinite(call)).or(() -> signed(call)));
  }

  /** Return Q4: zero points have the quantized type and the scale's shape; zeros for floats. */
  public static <A> Constraint<A> zeroPoints(
      Function<OpCall<A>, Optional<ElementType>> quantizedType) {
    return new Constraint<>(
        "Q4",
        "zero_point MUST have the quantized type and the shape of scale, and MUST be zeros unless"
            + " the type is an integer",
        call -> zeroPointType(call, quantizedType.apply(call)).or(() -> zeroPointValues(call)));
  }

  /**
   * Refuse a zero point of a float type that is not all zeros (Q4); kernels ask this for zero
   * points that were not constant when the graph was verified.
   *
   * @throws BlockquantException if an element is not zero
   */
  public static void requireZeros(String operator, OpCall<?> call, Tensor zeroPoint) {
    nonZero(call, zeroPoint)
        .ifPresent(violation -> {
          throw Diagnostic.error(operator + ".Q4", "zero points of float types MUST be zeros")
              .at(Place.node(call.node().describe()).atTensor(violation.tensor()))
              .facts(violation.facts())
              .help(violation.help())
              .asException();
        });
  }

  private static <A> Optional<Violation> misfit(
      String label, OpCall<A> call, Function<A, ScalingAttributes> scaling) {
    return resolve(call, scaling)
        .filter(found -> found instanceof Granularity.Misfit misfit && misfit.label().equals(label))
        .map(found ->
            shapes(call, Violation.error("give the scale a shape that fits x"), scaling)
                .with("expected", ((Granularity.Misfit) found).expected()));
  }

  private static <A> Optional<Violation> contradiction(
      OpCall<A> call, Function<A, ScalingAttributes> scaling) {
    return resolve(call, scaling)
        .filter(found -> found instanceof Granularity.Fits fits && fits.attributesIgnored())
        .map(found ->
            shapes(
                    call,
                    Violation.warning("correct axis and block_size; the shapes were followed"),
                    scaling)
                .with("blocks used", ((Granularity.Fits) found).grid()));
  }

  private static <A> Violation shapes(
      OpCall<A> call, Violation violation, Function<A, ScalingAttributes> scaling) {
    ScalingAttributes given = scaling.apply(call.attributes());
    return violation
        .at(call.describeInput(SCALE))
        .with("x", call.type(X).map(TensorType::toString).orElse("?"))
        .with("scale", call.type(SCALE).map(TensorType::toString).orElse("?"))
        .with(
            "attributes",
            given
                .blockShape()
                .map(extents -> "block_shape " + extents)
                .orElse("axis " + given.axis() + ", block_size " + given.blockSize()));
  }

  private static <A> Optional<Granularity> resolve(
      OpCall<A> call, Function<A, ScalingAttributes> scaling) {
    Optional<Shape> x = call.type(X).flatMap(TensorType::shape);
    Optional<Shape> scale = call.type(SCALE).flatMap(TensorType::shape);
    if (x.isEmpty() || scale.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Granularity.of(x.get(), scale.get(), scaling.apply(call.attributes())));
  }

  private static Optional<Violation> scaleType(OpCall<?> call) {
    return call.elementType(SCALE)
        .filter(type -> !SCALES.contains(type))
        .map(type ->
            Violation.error(
                    "dequantize the scale by its own scale first: two chained Dequantize (Q6)")
                .at(call.describeInput(SCALE))
                .with("expected", SCALES)
                .with("found", type));
  }

  private static Optional<Violation> notPositive(OpCall<?> call) {
    return firstScale(call, value -> !(value > 0 && value < Double.POSITIVE_INFINITY))
        .map(element ->
            element.describe(
                call,
                Violation.error(
                    "correct the scale; a quantizer that met only zeros should write 1"),
                "positive, finite scales"));
  }

  private static Optional<Violation> notFinite(OpCall<?> call) {
    return firstScale(call, value -> !Double.isFinite(value))
        .map(element ->
            element.describe(call, Violation.error("correct the scale"), "finite scales"));
  }

  private static Optional<Violation> signed(OpCall<?> call) {
    return firstScale(call, value -> value <= 0)
        .map(element ->
            element.describe(
                call,
                Violation.warning("nothing to do if the quantizer meant it: it is multiplied"),
                "positive scales"));
  }

  /** One element of a constant scale. */
  private record ScaleElement(long index, double value) {
    Violation describe(OpCall<?> call, Violation violation, String expected) {
      return violation
          .at(call.describeInput(SCALE))
          .with("expected", expected)
          .with("found", value)
          .with("element", index + " of " + call.constant(SCALE).orElseThrow().type());
    }
  }

  private static Optional<ScaleElement> firstScale(OpCall<?> call, DoublePredicate wrong) {
    Tensor scale = call.constant(SCALE).orElse(null);
    if (scale == null) {
      return Optional.empty();
    }
    for (long i = 0; i < scale.elementCount(); i++) {
      double value = Elements.value(scale, i);
      if (wrong.test(value)) {
        return Optional.of(new ScaleElement(i, value));
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> zeroPointType(
      OpCall<?> call, Optional<ElementType> quantized) {
    Optional<TensorType> zeroPoint = call.type(ZERO_POINT);
    if (zeroPoint.isEmpty()) {
      return Optional.empty();
    }
    ElementType found = zeroPoint.get().elementType();
    if (quantized.isPresent() && found != quantized.get()) {
      return Optional.of(
          Violation.error("give zero_point the quantized type")
              .at(call.describeInput(ZERO_POINT))
              .with("expected", quantized.get())
              .with("found", found));
    }
    Optional<Shape> shape = zeroPoint.get().shape();
    Optional<Shape> scale = call.type(SCALE).flatMap(TensorType::shape);
    boolean misfit =
        shape.isPresent()
            && scale.isPresent()
            && !shape.get().equals(scale.get())
            // Files write an FP8 zero point of shape [1] beside a scalar scale.
            && !(shape.get().elementCount() == 1 && scale.get().elementCount() == 1);
    return misfit
        ? Optional.of(
            Violation.error("give zero_point one element per element of scale")
                .at(call.describeInput(ZERO_POINT))
                .with("scale", scale.get())
                .with("zero_point", shape.get()))
        : Optional.empty();
  }

  private static Optional<Violation> zeroPointValues(OpCall<?> call) {
    return call.constant(ZERO_POINT).flatMap(zeroPoint -> nonZero(call, zeroPoint));
  }

  private static Optional<Violation> nonZero(OpCall<?> call, Tensor zeroPoint) {
    if (!zeroPoint.elementType().isFloating()) {
      return Optional.empty();
    }
    for (long i = 0; i < zeroPoint.elementCount(); i++) {
      double value = Elements.value(zeroPoint, i);
      if (value != 0) {
        return Optional.of(
            Violation.error("remove the zero point; float types are symmetric")
                .at(call.describeInput(ZERO_POINT))
                .with("expected", "zeros")
                .with("found", value)
                .with("element", i + " of " + zeroPoint.type()));
      }
    }
    return Optional.empty();
  }
}

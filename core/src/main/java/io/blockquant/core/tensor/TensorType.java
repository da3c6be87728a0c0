package io.blockquant.core.tensor;

import io.blockquant.core.dtype.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hold what is known of a tensor before a graph runs: element type, rank, extents.
 *
 * @param elementType the element type
 * @param dims the dimensions, or null where not even the rank is known
 */
public record TensorType(ElementType elementType, @Nullable List<Dim> dims) {

  public TensorType {
    Objects.requireNonNull(elementType, "elementType");
    dims = dims == null ? null : List.copyOf(dims);
  }

  /** Make the type of a tensor whose rank is unknown. */
  public static TensorType ofUnknownRank(ElementType elementType) {
    return new TensorType(elementType, null);
  }

  /** Make a type with every extent known. */
  public static TensorType of(ElementType elementType, Shape shape) {
    return new TensorType(elementType, Arrays.stream(shape.dims()).mapToObj(Dim::of).toList());
  }

  /** Make a type of these dimensions. */
  public static TensorType of(ElementType elementType, Dim... dims) {
    return new TensorType(elementType, List.of(dims));
  }

  /** Return {@code true} when the rank is known. */
  public boolean hasRank() {
    return dims != null;
  }

  /**
   * Return the dimensions.
   *
   * @throws IllegalStateException if the rank is unknown
   */
  public List<Dim> knownDims() {
    if (dims == null) {
      throw new IllegalStateException("the rank of " + this + " is unknown");
    }
    return dims;
  }

  /** Return the rank; {@link IllegalStateException} where it is unknown. */
  public int rank() {
    return knownDims().size();
  }

  /** Return the shape if every extent is known. */
  public Optional<Shape> shape() {
    if (dims == null) {
      return Optional.empty();
    }
    long[] extents = new long[dims.size()];
    for (int axis = 0; axis < extents.length; axis++) {
      if (!(dims.get(axis) instanceof Dim.Fixed fixed)) {
        return Optional.empty();
      }
      extents[axis] = fixed.extent();
    }
    return Optional.of(Shape.of(extents));
  }

  /** Return this type with another element type. */
  public TensorType withElementType(ElementType other) {
    return new TensorType(other, dims);
  }

  /** Return this type with one dimension replaced; the rank must be known. */
  public TensorType withDim(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(knownDims());
    changed.set(axis, dim);
    return new TensorType(elementType, changed);
  }

  /** Return {@code true} if a tensor of {@code shape} may have this type. */
  public boolean accepts(ElementType type, Shape shape) {
    if (type != elementType || dims != null && dims.size() != shape.rank()) {
      return false;
    }
    if (dims != null) {
      for (int axis = 0; axis < dims.size(); axis++) {
        if (dims.get(axis) instanceof Dim.Fixed fixed && fixed.extent() != shape.dim(axis)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Return the type as messages print it: {@code FLOAT [N, 64]}, {@code FLOAT [..]}. */
  @Override
  public String toString() {
    String extents =
        dims == null
            ? "[..]"
            : dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    return elementType + " " + extents;
  }
}

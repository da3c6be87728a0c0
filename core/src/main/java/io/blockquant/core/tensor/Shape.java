package io.blockquant.core.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Hold the concrete extents of a tensor, outermost first.
 *
 * <p>Immutable and thread-safe. Extents are at least 0; a shape without dimensions is a scalar's
 * and has one element.
 */
public final class Shape {

  /** The shape of a scalar. */
  public static final Shape SCALAR = new Shape(new long[0]);

  private final long[] dims;
  private final long elementCount;

  private Shape(long[] dims) {
    this.dims = dims;
    this.elementCount = count(dims);
  }

  /**
   * Make a shape.
   *
   * @throws IllegalArgumentException if an extent is negative
   * @throws ArithmeticException if the element count does not fit 63 bits
   */
  public static Shape of(long... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  private static long count(long[] dims) {
    boolean empty = false;
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "dimensions must be >= 0, found " + Arrays.toString(dims));
      }
      empty |= dim == 0;
    }
    if (empty) {
      return 0;
    }
    long product = 1;
    for (long dim : dims) {
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  /** Return the number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** Return one extent; {@code axis} counts from 0. */
  public long dim(int axis) {
    return dims[axis];
  }

  /** Return a copy of the extents. */
  public long[] dims() {
    return dims.clone();
  }

  /** Return the product of the extents; 1 for a scalar. */
  public long elementCount() {
    return elementCount;
  }

  /** Return the product of the extents from {@code from} (inclusive) to {@code to} (exclusive). */
  public long elementCount(int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Math.multiplyExact(product, dims[axis]);
    }
    return product;
  }

  /** Return this shape with one extent replaced. */
  public Shape withDim(int axis, long extent) {
    long[] changed = dims.clone();
    changed[axis] = extent;
    return of(changed);
  }

  /** Return {@code true} if the extents equal {@code other}, without making a shape of them. */
  public boolean hasDims(long... other) {
    return Arrays.equals(dims, other);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** Return the extents as ONNX tools print them: {@code [2, 32]}. */
  @Override
  public String toString() {
    return Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}

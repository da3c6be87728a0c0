package io.blockquant.core.tensor;

import java.util.Arrays;

/**
 * Cut a shape into blocks: which elements share a scale.
 *
 * <p>Every granularity is a grid: per tensor (blocks of the whole extents), per axis (extent 1 on
 * one axis), 1D blocks (extent B on one axis, 1 elsewhere) and 2D blocks. A block at the upper end
 * of a dimension may be partial (C11): the grid has {@code ceil(D / B)} blocks there. Immutable.
 */
public final class BlockGrid {

  private final Shape shape;
  private final long[] block;
  private final Shape grid;

  private BlockGrid(Shape shape, long[] block) {
    this.shape = shape;
    this.block = block;
    long[] blocks = new long[block.length];
    for (int axis = 0; axis < block.length; axis++) {
      blocks[axis] = ceilDiv(shape.dim(axis), block[axis]);
    }
    this.grid = Shape.of(blocks);
  }

  /**
   * Cut {@code shape} into blocks of these extents, one per dimension; -1 is the whole extent.
   *
   * @throws IllegalArgumentException if the ranks differ or an extent is neither >= 1 nor -1
   */
  public static BlockGrid of(Shape shape, long... blockShape) {
    if (blockShape.length != shape.rank()) {
      throw new IllegalArgumentException(
          "block shape " + Arrays.toString(blockShape) + " does not have the rank of " + shape);
    }
    long[] block = blockShape.clone();
    for (int axis = 0; axis < block.length; axis++) {
      if (block[axis] < 1 && block[axis] != -1) {
        throw new IllegalArgumentException("a block extent must be >= 1 or -1: " + block[axis]);
      }
      // An empty dimension has no block, whatever the extent; 1 keeps the division defined.
      long whole = Math.max(1, shape.dim(axis));
      block[axis] = block[axis] == -1 ? whole : Math.min(block[axis], whole);
    }
    return new BlockGrid(shape, block);
  }

  /** Cut into blocks of {@code size} elements along {@code axis}. */
  public static BlockGrid along(Shape shape, int axis, long size) {
    long[] block = new long[shape.rank()];
    Arrays.fill(block, 1);
    block[axis] = size;
    return of(shape, block);
  }

  /** Let each index of {@code axis} be one block. */
  public static BlockGrid perAxis(Shape shape, int axis) {
    long[] block = new long[shape.rank()];
    Arrays.fill(block, -1);
    block[axis] = 1;
    return of(shape, block);
  }

  /** Let the whole tensor be one block. */
  public static BlockGrid perTensor(Shape shape) {
    long[] block = new long[shape.rank()];
    Arrays.fill(block, -1);
    return of(shape, block);
  }

  /** Return the number of blocks of extent {@code block} that cover {@code extent}. */
  public static long ceilDiv(long extent, long block) {
    return Math.ceilDiv(extent, block);
  }

  /** Return the shape that is cut. */
  public Shape shape() {
    return shape;
  }

  /** Return the number of blocks per dimension: the shape of the scales. */
  public Shape grid() {
    return grid;
  }

  /** Return the extent of a full block along {@code axis}. */
  public long block(int axis) {
    return block[axis];
  }

  /** Return a copy of the extents of a full block. */
  public long[] blockShape() {
    return block.clone();
  }

  /**
   * Return the flat index of the block that holds an element.
   *
   * <p>Written for reading: kernels walk the grid instead of asking for each element.
   *
   * @param element the flat index of the element in the shape
   */
  public long blockOf(long element) {
    long index = 0;
    long stride = 1;
    long rest = element;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      long coordinate = rest % shape.dim(axis);
      rest /= shape.dim(axis);
      index += coordinate / block[axis] * stride;
      stride *= grid.dim(axis);
    }
    return index;
  }

  @Override
  public String toString() {
    return shape + " in blocks of " + Arrays.toString(block);
  }
}

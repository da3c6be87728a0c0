package io.blockquant.core.ops.scaling;

import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.List;
import java.util.OptionalInt;

/**
 * Find out which elements of x use which element of the scale: Q1 and Q2.
 *
 * <p>The shapes decide; attributes only choose where the shapes allow more than one reading, and
 * where they contradict the shapes and exactly one dimension differs in a way that divides, the
 * shapes win.
 */
public sealed interface Granularity {

  /**
   * The scale fits x.
   *
   * @param grid the blocks; the scale has one element per block, in the same order
   * @param attributesIgnored whether attributes said otherwise and the shapes won
   */
  record Fits(BlockGrid grid, boolean attributesIgnored) implements Granularity {}

  /**
   * The scale does not fit x.
   *
   * @param label the rule that is broken: Q1 or Q2
   * @param expected what would fit
   */
  record Misfit(String label, String expected) implements Granularity {}

  /** Find the granularity for an x and a scale of these shapes. */
  static Granularity of(Shape x, Shape scale, ScalingAttributes attributes) {
    if (attributes.blockShape().isPresent()) {
      return byBlockShape(x, scale, attributes.blockShape().get());
    }
    if (scale.elementCount() == 1) {
      return new Fits(BlockGrid.perTensor(x), false);
    }
    if (scale.rank() == 1 && !(x.rank() == 1 && attributes.blockSize() > 0)) {
      return byAxis(x, scale, attributes.axis());
    }
    return scale.rank() == x.rank()
        ? byBlocks(x, scale, attributes)
        : new Misfit("Q1", "one element, the extent of the axis, or the rank of x " + x);
  }

  /**
   * Return the blocks of a call that breaks neither Q1 nor Q2.
   *
   * @throws IllegalArgumentException if it does break one
   */
  static BlockGrid gridOf(Shape x, Shape scale, ScalingAttributes attributes) {
    return switch (of(x, scale, attributes)) {
      case Fits fits -> fits.grid();
      case Misfit misfit ->
          throw new IllegalArgumentException(
              misfit.label() + ": scale " + scale + " MUST have " + misfit.expected());
    };
  }

  private static Granularity byBlockShape(Shape x, Shape scale, List<Long> blockShape) {
    boolean legal = blockShape.stream().allMatch(extent -> extent >= 1 || extent == -1);
    if (!legal || blockShape.size() != x.rank()) {
      return new Misfit(
          "Q2", "a block_shape of the rank of x " + x + ", extents at least 1 or exactly -1");
    }
    BlockGrid grid = BlockGrid.of(x, blockShape.stream().mapToLong(Long::longValue).toArray());
    boolean oneScale = scale.elementCount() == 1 && grid.grid().elementCount() == 1;
    return oneScale || grid.grid().equals(scale)
        ? new Fits(grid, false)
        : new Misfit("Q2", "ceil(D / B) = " + grid.grid() + " for blocks of " + blockShape);
  }

  private static Granularity byAxis(Shape x, Shape scale, long axis) {
    OptionalInt fromFront = axisOf(x.rank(), axis);
    if (fromFront.isEmpty()) {
      return new Misfit("Q1", "an axis of x " + x + ", found axis " + axis);
    }
    long extent = x.dim(fromFront.getAsInt());
    return scale.dim(0) == extent
        ? new Fits(BlockGrid.perAxis(x, fromFront.getAsInt()), false)
        : new Misfit("Q1", extent + " elements, the extent of axis " + axis + " of " + x);
  }

  private static Granularity byBlocks(Shape x, Shape scale, ScalingAttributes attributes) {
    OptionalInt axis = axisOf(x.rank(), attributes.axis());
    if (attributes.blockSize() > 0 && axis.isPresent()) {
      BlockGrid named = BlockGrid.along(x, axis.getAsInt(), attributes.blockSize());
      if (named.grid().equals(scale)) {
        return new Fits(named, false);
      }
    }
    OptionalInt differing = onlyDifference(x, scale);
    if (differing.isEmpty()) {
      return new Misfit(
          "Q2", "a shape that differs from " + x + " in at most one dimension, or a block_shape");
    }
    int blocked = differing.getAsInt();
    long extent = x.dim(blocked);
    long blocks = scale.dim(blocked);
    if (blocks == 0 || extent % blocks != 0) {
      return new Misfit(
          "Q2", "an extent that divides " + extent + " on axis " + blocked + ", or the block_size");
    }
    boolean ignored = attributes.blockSize() > 0;
    return new Fits(BlockGrid.along(x, blocked, Math.max(1, extent / blocks)), ignored);
  }

  /** The one dimension that differs; the last one where none does: blocks of one element. */
  private static OptionalInt onlyDifference(Shape x, Shape scale) {
    int found = -1;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.dim(axis) != scale.dim(axis)) {
        if (found >= 0) {
          return OptionalInt.empty();
        }
        found = axis;
      }
    }
    return OptionalInt.of(found >= 0 ? found : x.rank() - 1);
  }

  /** The axis counted from the front; a tensor of rank 1 has only one, whatever is written. */
  private static OptionalInt axisOf(int rank, long axis) {
    if (rank == 1 && axis == 1) {
      return OptionalInt.of(0); // the attribute's default, which rank 1 has no use for
    }
    long fromFront = axis < 0 ? axis + rank : axis;
    return fromFront >= 0 && fromFront < rank
        ? OptionalInt.of((int) fromFront)
        : OptionalInt.empty();
  }
}

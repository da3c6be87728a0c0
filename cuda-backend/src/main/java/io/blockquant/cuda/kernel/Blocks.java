package io.blockquant.cuda.kernel;

import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.Arrays;

/**
 * Hold a {@link BlockGrid} on as few axes as describe the same blocks.
 *
 * <p>Elements and blocks keep their flat indices. Blocks along the last axis become one axis,
 * blocks down the second-to-last two, whatever the rank: kernels meet few cases. Immutable.
 */
public final class Blocks {

  /** How many axes the kernels have room for. */
  public static final int MAX_AXES = 8;

  private static final int WALK_AXES = 3;

  /** Elements of a thread, which may count beyond the last one. */
  private static final int WALK_ELEMENTS = 8;

  private final long[] extents;
  private final long[] blocks;

  private Blocks(long[] extents, long[] blocks) {
    this.extents = extents;
    this.blocks = blocks;
  }

  /** Collapse the axes of a grid. */
  public static Blocks of(BlockGrid grid) {
    Shape shape = grid.shape();
    long[] extents = new long[shape.rank()];
    long[] blocks = new long[shape.rank()];
    int axes = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      long extent = shape.dim(axis);
      long block = grid.block(axis);
      if (extent == 1) {
        continue; // it moves no element to another block
      }
      while (axes > 0) {
        boolean whole = block == extent;
        if (!whole && (blocks[axes - 1] != 1 || extent % block != 0)) {
          break;
        }
        axes--;
        block = whole ? blocks[axes] * extent : block;
        extent *= extents[axes];
      }
      extents[axes] = extent;
      blocks[axes] = block;
      axes++;
    }
    return axes == 0
        ? new Blocks(new long[] {1}, new long[] {1})
        : new Blocks(Arrays.copyOf(extents, axes), Arrays.copyOf(blocks, axes));
  }

  /** Return the number of axes, at least 1. */
  public int axes() {
    return extents.length;
  }

  /** Return the extent of an axis. */
  public long extent(int axis) {
    return extents[axis];
  }

  /** Return the extent of a full block along an axis. */
  public long block(int axis) {
    return blocks[axis];
  }

  /** Return the number of blocks along an axis. */
  public long count(int axis) {
    return Math.ceilDiv(extents[axis], blocks[axis]);
  }

  /** Return the number of elements. */
  public long elements() {
    return product(extents);
  }

  /** Return the number of blocks. */
  public long total() {
    long product = 1;
    for (int axis = 0; axis < axes(); axis++) {
      product *= count(axis);
    }
    return product;
  }

  /** Return whether kernels that count in 32 bits over three axes can walk these blocks. */
  public boolean areWalkable() {
    return axes() <= WALK_AXES && elements() <= Integer.MAX_VALUE - WALK_ELEMENTS;
  }

  /** Return whether each block is one run of neighbours, all of {@code size}. */
  public boolean areRunsOf(long size) {
    return areRuns() && blocks[0] == size;
  }

  /** Return whether each block is one run of neighbours, all of one length. */
  public boolean areRuns() {
    return axes() == 1 && extents[0] % blocks[0] == 0;
  }

  /**
   * Return the logarithm of the length of runs, 62 where all is one, -1 where it is no power of 2.
   */
  public int shift() {
    if (total() == 1) {
      return 62;
    }
    return Long.bitCount(blocks[0]) == 1 ? Long.numberOfTrailingZeros(blocks[0]) : -1;
  }

  private static long product(long[] factors) {
    long product = 1;
    for (long factor : factors) {
      product *= factor; // no overflow: the element count of a shape
    }
    return product;
  }

  @Override
  public String toString() {
    return Arrays.toString(extents) + " in blocks of " + Arrays.toString(blocks);
  }
}

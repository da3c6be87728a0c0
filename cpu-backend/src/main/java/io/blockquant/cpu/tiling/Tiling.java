package io.blockquant.cpu.tiling;

import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.Arrays;

/**
 * Hold a {@link BlockGrid} with as few axes as describe the same blocks.
 *
 * <p>Elements and blocks keep their flat indices; only the number of axes shrinks. Blocks along the
 * last axis become one axis, a per-tensor scale one block, a per-channel scale of an image two
 * axes, so that kernels meet few cases. There is always at least one axis. Immutable.
 */
public final class Tiling {

  /** No elements, no blocks. */
  public static final Tiling EMPTY = new Tiling(new long[] {0}, new long[] {1});

  private final long[] extents;
  private final long[] blocks;
  private final long[] counts;
  private final long elementCount;
  private final long blockCount;

  private Tiling(long[] extents, long[] blocks) {
    this.extents = extents;
    this.blocks = blocks;
    this.counts = new long[extents.length];
    for (int axis = 0; axis < counts.length; axis++) {
      counts[axis] = Math.ceilDiv(extents[axis], blocks[axis]);
    }
    this.elementCount = product(extents);
    this.blockCount = product(counts);
  }

  /** Collapse a grid. */
  public static Tiling of(BlockGrid grid) {
    Shape shape = grid.shape();
    if (shape.elementCount() == 0) {
      return EMPTY;
    }
    // An outermost axis of one element merges with whatever follows and stands for a scalar.
    long[] extents = new long[1 + shape.rank()];
    long[] blocks = new long[1 + shape.rank()];
    extents[0] = 1;
    blocks[0] = 1;
    int axes = 1;
    for (int axis = 0; axis < shape.rank(); axis++) {
      axes = push(extents, blocks, axes, shape.dim(axis), grid.block(axis));
    }
    return new Tiling(Arrays.copyOf(extents, axes), Arrays.copyOf(blocks, axes));
  }

  /** Add an inner axis to the {@code axes} outer ones and merge it as far as it goes. */
  private static int push(long[] extents, long[] blocks, int axes, long extent, long block) {
    long mergedExtent = extent;
    long mergedBlock = block;
    int top = axes;
    while (top > 0) {
      long outer = extents[top - 1];
      boolean innerIsWhole = mergedBlock == mergedExtent;
      boolean blocksLineUp = blocks[top - 1] == 1 && mergedExtent % mergedBlock == 0;
      if (!innerIsWhole && !blocksLineUp) {
        break;
      }
      mergedBlock = innerIsWhole ? blocks[top - 1] * mergedExtent : mergedBlock;
      mergedExtent *= outer;
      top--;
    }
    extents[top] = mergedExtent;
    blocks[top] = mergedBlock;
    return top + 1;
  }

  private static long product(long[] factors) {
    long product = 1;
    for (long factor : factors) {
      product *= factor; // no overflow: at most the element count of a shape
    }
    return product;
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
  public long blocks(int axis) {
    return counts[axis];
  }

  /** Return the number of elements. */
  public long elementCount() {
    return elementCount;
  }

  /** Return the number of blocks, which is the number of scales. */
  public long blockCount() {
    return blockCount;
  }

  /** Return {@code true} if each block is one contiguous run of elements, all of one length. */
  public boolean isContiguous() {
    return axes() == 1 && extents[0] % blocks[0] == 0;
  }

  @Override
  public String toString() {
    return Arrays.toString(extents) + " in blocks of " + Arrays.toString(blocks);
  }
}

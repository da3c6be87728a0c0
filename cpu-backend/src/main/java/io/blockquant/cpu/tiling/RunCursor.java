package io.blockquant.cpu.tiling;

/**
 * Walk a range of elements in memory order, one run of neighbours with the same scale at a time.
 *
 * <p>Reusable and allocation-free once it has seen the largest number of axes. Not thread-safe.
 */
public final class RunCursor {

  private Tiling tiling = Tiling.EMPTY;
  private long[] outer = new long[0];
  private long position;
  private long end;
  private long inner;
  private long innerBlock;
  private long outerBlocks;
  private long start;
  private long length;
  private long block;

  /** Start before the element {@code from}; the walk ends before {@code to}. */
  public void open(Tiling over, long from, long to) {
    tiling = over;
    position = from;
    end = to;
    int last = over.axes() - 1;
    if (outer.length < last) {
      outer = new long[last];
    }
    if (from >= to) {
      return;
    }
    inner = from % over.extent(last);
    innerBlock = inner / over.block(last);
    long rest = from / over.extent(last);
    for (int axis = last - 1; axis >= 0; axis--) {
      outer[axis] = rest % over.extent(axis);
      rest /= over.extent(axis);
    }
    outerBlocks = outerBlocks();
  }

  /** Step to the next run; {@code false} at the end. */
  public boolean next() {
    if (position >= end) {
      return false;
    }
    int last = tiling.axes() - 1;
    long extent = tiling.extent(last);
    long blockEnd = Math.min((innerBlock + 1) * tiling.block(last), extent);
    start = position;
    length = Math.min(blockEnd - inner, end - position);
    block = outerBlocks + innerBlock;
    position += length;
    inner += length;
    if (inner == extent) {
      inner = 0;
      innerBlock = 0;
      carry(last - 1);
    } else if (inner == blockEnd) {
      innerBlock++;
    }
    return true;
  }

  /** Return the first element of the run. */
  public long start() {
    return start;
  }

  /** Return the number of elements of the run. */
  public long length() {
    return length;
  }

  /** Return the block that the run lies in. */
  public long block() {
    return block;
  }

  private void carry(int from) {
    for (int axis = from; axis >= 0; axis--) {
      if (++outer[axis] < tiling.extent(axis)) {
        break;
      }
      outer[axis] = 0;
    }
    outerBlocks = outerBlocks();
  }

  /** Return the first block of the row of blocks that the outer coordinates name. */
  private long outerBlocks() {
    int last = tiling.axes() - 1;
    long index = 0;
    for (int axis = 0; axis < last; axis++) {
      index = index * tiling.blocks(axis) + outer[axis] / tiling.block(axis);
    }
    return index * tiling.blocks(last);
  }
}

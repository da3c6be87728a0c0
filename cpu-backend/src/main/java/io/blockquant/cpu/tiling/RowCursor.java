package io.blockquant.cpu.tiling;

/**
 * Walk the elements of one block, one row of neighbours at a time.
 *
 * <p>Reusable and allocation-free once it has seen the largest number of axes. Not thread-safe.
 */
public final class RowCursor {

  private Tiling tiling = Tiling.EMPTY;
  private long[] lower = new long[0];
  private long[] upper = new long[0];
  private long[] at = new long[0];
  private boolean done = true;
  private long start;
  private long length;

  /** Start before the first row of a block. */
  public void open(Tiling over, long block) {
    tiling = over;
    int axes = over.axes();
    if (at.length < axes) {
      lower = new long[axes];
      upper = new long[axes];
      at = new long[axes];
    }
    long rest = block;
    for (int axis = axes - 1; axis >= 0; axis--) {
      lower[axis] = rest % over.blocks(axis) * over.block(axis);
      upper[axis] = Math.min(lower[axis] + over.block(axis), over.extent(axis));
      at[axis] = lower[axis];
      rest /= over.blocks(axis);
    }
    length = upper[axes - 1] - lower[axes - 1];
    done = false;
  }

  /** Step to the next row; {@code false} at the end. */
  public boolean next() {
    if (done) {
      return false;
    }
    start = 0;
    for (int axis = 0; axis < tiling.axes(); axis++) {
      start = start * tiling.extent(axis) + at[axis];
    }
    done = !carry();
    return true;
  }

  /** Return the first element of the row. */
  public long start() {
    return start;
  }

  /** Return the number of elements of each row. */
  public long length() {
    return length;
  }

  private boolean carry() {
    for (int axis = tiling.axes() - 2; axis >= 0; axis--) {
      if (++at[axis] < upper[axis]) {
        return true;
      }
      at[axis] = lower[axis];
    }
    return false;
  }
}

package io.blockquant.cpu.tiling;

/**
 * Cuts a tensor into tiles, each a number of rows and columns that hold whole blocks or lie within
 * one.
 *
 * <p>The tensor is a stack of matrices, of which the blocks cut rows and columns alone; blocks
 * along the last axis alone are a matrix of one row. Tiles are numbered in the order of memory.
 * Immutable.
 */
public final class Tiles {
  private static final long EVEN = 2;

  private final long rows;
  private final long columns;
  private final long blockRows;
  private final long blockColumns;
  private final long bands;
  private final long blocksPerRow;

  /** Rows of a tile, and how many tiles stand in the rows of a block. */
  private final long tileRows;

  private final long floors;

  /** Columns of a tile; how many columns come before the next tile that begins a block. */
  private final long tileColumns;

  private final long spanColumns;
  private final long stripsPerSpan;
  private final long strips;
  private final long blocksPerTile;
  private final long count;

  private Tiles(Tiling tiling, long tallest, long widest, long step) {
    int last = tiling.axes() - 1;
    columns = tiling.extent(last);
    blockColumns = Math.min(tiling.block(last), Math.max(1, columns));
    rows = last == 0 ? 1 : tiling.extent(last - 1);
    blockRows = last == 0 ? 1 : Math.min(tiling.block(last - 1), Math.max(1, rows));
    bands = Math.ceilDiv(rows, blockRows);
    blocksPerRow = tiling.blocks(last);
    tileRows = Math.min(blockRows, tallest);
    floors = Math.ceilDiv(blockRows, tileRows);
    if (blockColumns <= widest) {
      tileColumns = wholeBlocks(widest, step);
      spanColumns = tileColumns;
      stripsPerSpan = 1;
    } else {
      tileColumns = widest;
      spanColumns = blockColumns;
      stripsPerSpan = Math.ceilDiv(blockColumns, widest);
    }
    strips = Math.ceilDiv(columns, spanColumns) * stripsPerSpan;
    blocksPerTile = Math.ceilDiv(tileColumns, blockColumns);
    long matrices = 1;
    for (int axis = 0; axis < last - 1; axis++) {
      matrices *= tiling.extent(axis);
    }
    count = matrices * bands * floors * strips;
  }

  /**
   * Cut a tensor into tiles of whole blocks.
   *
   * @param widest how many columns a tile may have; more where one block has
   * @param step what the columns of a tile are best a multiple of
   * @throws IllegalArgumentException if blocks have an extent along a third axis
   */
  public static Tiles ofWholeBlocks(Tiling tiling, long widest, long step) {
    long block = tiling.block(tiling.axes() - 1);
    return of(tiling, Long.MAX_VALUE, Math.max(widest, block), step);
  }

  /**
   * Cut a tensor into tiles, and large blocks with it.
   *
   * @param tallest how many rows a tile may have
   * @param widest how many columns
   * @param step what the columns of a tile are best a multiple of
   * @throws IllegalArgumentException if blocks have an extent along a third axis
   */
  public static Tiles of(Tiling tiling, long tallest, long widest, long step) {
    if (!cuts(tiling)) {
      throw new IllegalArgumentException("blocks along three axes: " + tiling);
    }
    return new Tiles(tiling, tallest, widest, step);
  }

  /** Return whether blocks extend along the last two axes alone. */
  public static boolean cuts(Tiling tiling) {
    for (int axis = 0; axis < tiling.axes() - 2; axis++) {
      if (tiling.block(axis) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Return as many columns as fit: whole blocks, if possible whole steps, or else pairs. */
  private long wholeBlocks(long widest, long step) {
    for (long multiple : new long[] {step, EVEN}) {
      long unit = blockColumns / gcd(blockColumns, multiple) * multiple;
      if (unit <= widest) {
        return widest / unit * unit;
      }
    }
    return widest / blockColumns * blockColumns;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Return the number of tiles, some of which may be empty. */
  public long count() {
    return count;
  }

  /** Return the rows of a full tile. */
  public long tileRows() {
    return tileRows;
  }

  /** Return the columns of a full tile. */
  public long tileColumns() {
    return Math.min(columns, tileColumns);
  }

  /** Return the columns of a row. */
  public long columns() {
    return columns;
  }

  /** Return the columns of a full block. */
  public long blockColumns() {
    return blockColumns;
  }

  /** Return whether tiles lie within blocks of more columns than theirs. */
  public boolean areWithinBlocks() {
    return stripsPerSpan > 1;
  }

  /** Return whether every row of every tile starts at an even element: 4-bit codes on a byte. */
  public boolean startEven() {
    boolean tilesDo = tileColumns >= columns || tileColumns % EVEN == 0;
    boolean spansDo = spanColumns >= columns || spanColumns % EVEN == 0;
    boolean isOneRow = count == strips && rows == 1;
    return tilesDo && spansDo && (isOneRow || columns % EVEN == 0);
  }

  long rows() {
    return rows;
  }

  long blockRows() {
    return blockRows;
  }

  long bands() {
    return bands;
  }

  long floors() {
    return floors;
  }

  long blocksPerRow() {
    return blocksPerRow;
  }

  long fullColumns() {
    return tileColumns;
  }

  long spanColumns() {
    return spanColumns;
  }

  long stripsPerSpan() {
    return stripsPerSpan;
  }

  long blocksPerTile() {
    return blocksPerTile;
  }

  long strips() {
    return strips;
  }
}

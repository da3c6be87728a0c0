package io.blockquant.cpu.kernel;

/**
 * Hold what the passes over one tile of a tensor hand to each other: where it lies, and the arrays
 * between the passes.
 *
 * <p>The fields are open because passes are compiled alone, without accessors; a frame belongs to
 * one thread. Positions are addresses of native memory, strides are in bytes.
 */
public final class Frame {
  /** Where the tile is read: elements or codes. */
  public long xAt;

  /** From row to row of what is read. */
  public long xStride;

  /** How far behind each element of the tile one of the next tile is; 0 where there is none. */
  public long ahead;

  /** What was touched ahead; nobody reads it, which the JIT compiler does not know. */
  public int touched;

  /** Where the tile is written: codes or elements. */
  public long yAt;

  /** From row to row of what is written. */
  public long yStride;

  /** Rows of the tile. */
  public int rows;

  /** Columns of the tile, a multiple of what the passes take at a time. */
  public int columns;

  /** Columns of the tile that hold elements; the rest, if any, are zeros. */
  public int filled;

  /** Columns of a full block. */
  public int blockColumns;

  /** Blocks of the tile, each with a scale of its own. */
  public int blocks;

  /** Where the largest magnitude of each column over all rows is, in the type that is read. */
  public long foldedAt;

  /** Columns of the folded row; those beyond {@link #columns} are zeros. */
  public int foldedColumns;

  /** Where the codes of the blocks' scales are. */
  public long codesAt;

  /** The scale of the scales (C9). */
  public float g = 1;

  /** The largest magnitude of each block (R1). */
  public float[] amax = new float[0];

  /** What the elements of each block are divided or multiplied by. */
  public float[] scales = new float[0];

  /** The reciprocals of {@link #scales}, where the division needs them. */
  public float[] reciprocals = new float[0];

  /** The zero point of each element of a row, in the order of the lanes. */
  public int[] zeros = new int[0];

  /** Integers between two halves of a pass. */
  public int[] partial = new int[0];

  /** Make a frame. */
  public Frame() {}
}

package io.blockquant.cpu.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Hold what the passes over one tile of a tensor hand to each other: where it lies, and the arrays
 * between the passes.
 *
 * <p>The fields are open because passes are compiled alone, without accessors; a frame belongs to
 * one thread. Strides and positions are in bytes. Memory is native wherever passes see it.
 */
public final class Frame {
  /** What is read: elements or codes. */
  public MemorySegment x = MemorySegment.NULL;

  /** Where the tile starts in {@link #x}. */
  public long xAt;

  /** From row to row of {@link #x}. */
  public long xStride;

  /** What is written: codes or elements. */
  public MemorySegment y = MemorySegment.NULL;

  /** Where the tile starts in {@link #y}. */
  public long yAt;

  /** From row to row of {@link #y}. */
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

  /** The largest magnitude of each column over all rows, as elements of {@link #x}. */
  public MemorySegment folded = MemorySegment.NULL;

  /** The codes of the blocks' scales. */
  public MemorySegment codes = MemorySegment.NULL;

  /** Where the first code of a scale goes in {@link #codes}. */
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
  public final int[] partial = new int[PARTIAL];

  /** The size of {@link #partial}: eight vectors of 512 bits. */
  public static final int PARTIAL = 128;

  /** Make a frame. */
  public Frame() {}

  /** Let go of the tensors. */
  public void release() {
    x = MemorySegment.NULL;
    y = MemorySegment.NULL;
    codes = MemorySegment.NULL;
  }
}

package io.blockquant.cpu.kernel;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.memory.PackedWriter;
import io.blockquant.cpu.tiling.RowCursor;
import io.blockquant.cpu.tiling.RunCursor;
import io.blockquant.cpu.tiling.TileCursor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Hold what one thread needs while it runs kernels, so that they allocate nothing. */
public final class Scratch {

  /** What vector kernels may read or write past what they need: one vector of any width. */
  public static final int PADDING = 16;

  /** How many arrays and how many pieces of native memory there are. */
  private static final int ARRAYS = 6;

  private final RunCursor runs = new RunCursor();
  private final RowCursor rows = new RowCursor();
  private final PackedWriter writer = new PackedWriter();
  private final TileCursor tiles = new TileCursor();
  private final Frame frame = new Frame();
  private final StripFrame strip = new StripFrame();
  private final float[][] floats = new float[ARRAYS][0];
  private final MemorySegment[] staging = new MemorySegment[ARRAYS];
  private int[] ints = new int[0];

  /** Make the scratch of one thread. */
  public Scratch() {
    Arrays.fill(staging, MemorySegment.NULL);
  }

  /** Return the walk over runs. */
  public RunCursor runs() {
    return runs;
  }

  /** Return the walk over the rows of a block. */
  public RowCursor rows() {
    return rows;
  }

  /** Return the writer of packed codes. */
  public PackedWriter writer() {
    return writer;
  }

  /** Return the walk over tiles. */
  public TileCursor tiles() {
    return tiles;
  }

  /** Return what passes hand to each other. */
  public Frame frame() {
    return frame;
  }

  /** Return what passes over strips of packed columns are told. */
  public StripFrame strip() {
    return strip;
  }

  /** Return an array of at least so many floats and the padding; each number names its own. */
  public float[] floats(int number, int size) {
    float[] array = floats[number];
    if (array.length < size + PADDING) {
      array = new float[size + PADDING];
      floats[number] = array;
    }
    return array;
  }

  /** Return an array of at least so many ints and the padding. */
  public int[] ints(int size) {
    if (ints.length < size + PADDING) {
      ints = new int[size + PADDING];
    }
    return ints;
  }

  /** Return native memory of at least so many bytes; each number names its own. */
  public MemorySegment staging(int number, long bytes) {
    MemorySegment segment = staging[number];
    if (segment.byteSize() < bytes) {
      segment = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
      staging[number] = segment;
    }
    return segment;
  }
}

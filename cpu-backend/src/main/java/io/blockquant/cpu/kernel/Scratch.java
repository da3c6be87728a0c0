package io.blockquant.cpu.kernel;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.memory.PackedWriter;
import io.blockquant.cpu.tiling.RowCursor;
import io.blockquant.cpu.tiling.RunCursor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Hold what one thread needs while it runs kernels, so that they allocate nothing. */
public final class Scratch {

  /** Elements that a vector kernel takes at a time: 16 KiB of float32, half of a small L1 cache. */
  public static final int CHUNK = 4096;

  /** What vector kernels may read or write past a chunk: one vector of any width. */
  public static final int PADDING = 16;

  private final RunCursor runs = new RunCursor();
  private final RowCursor rows = new RowCursor();
  private final PackedWriter writer = new PackedWriter();
  private final float[] @Nullable [] floats = new float[3][];
  private final @Nullable MemorySegment[] staging = new @Nullable MemorySegment[3];
  private int @Nullable [] ints;
  private short @Nullable [] shorts;

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

  /** Return an array of a chunk's floats; each number names one of its own. */
  public float[] floats(int number) {
    float[] array = floats[number];
    if (array == null) {
      array = new float[CHUNK + PADDING];
      floats[number] = array;
    }
    return array;
  }

  /** Return an array of a chunk's ints. */
  public int[] ints() {
    int[] array = ints;
    if (array == null) {
      array = new int[CHUNK + PADDING];
      ints = array;
    }
    return array;
  }

  /** Return an array of a chunk's shorts. */
  public short[] shorts() {
    short[] array = shorts;
    if (array == null) {
      array = new short[CHUNK + PADDING];
      shorts = array;
    }
    return array;
  }

  /** Return native memory for a chunk's elements of up to 32 bits; each number names its own. */
  public MemorySegment staging(int number) {
    MemorySegment segment = staging[number];
    if (segment == null) {
      long bytes = (CHUNK + PADDING) * (long) Integer.BYTES;
      segment = Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT);
      staging[number] = segment;
    }
    return segment;
  }
}

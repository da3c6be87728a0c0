package io.blockquant.cpu.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.foreign.MemorySegment;

/**
 * Brings tiles before the passes: in place where they lie in native memory and fill whole vectors,
 * else by way of the thread's scratch, with zeros in the gaps.
 */
public final class TileMemory {
  /** What passes may read past a row in the scratch. */
  private static final int BEYOND = 2 * VectorWidth.LANES;

  private final Tiles tiles;
  private final int inputBits;
  private final int outputBits;
  private final int step;

  /**
   * Know the tensors.
   *
   * @param inputBits bits of an element that is read
   * @param outputBits bits of an element that is written
   * @param step what the columns of a frame are a multiple of
   */
  public TileMemory(Tiles tiles, int inputBits, int outputBits, int step) {
    this.tiles = tiles;
    this.inputBits = inputBits;
    this.outputBits = outputBits;
    this.step = step;
  }

  /** Describe the tile's extents in the frame; return whether it fills whole vectors and blocks. */
  public boolean measure(TileCursor tile, Frame frame) {
    frame.rows = tile.rows();
    frame.filled = tile.columns();
    frame.columns = Math.ceilDiv(frame.filled, step) * step;
    frame.blocks = tile.blocks();
    frame.blockColumns = (int) tiles.blockColumns();
    return frame.columns == frame.filled;
  }

  /** Set where the frame reads. */
  public void setInput(
      TileCursor tile, MemorySegment x, boolean inPlace, Frame frame, Scratch scratch) {
    long rowBytes = bytes(tiles.columns(), inputBits);
    long at = bytes(tile.start(), inputBits);
    if (inPlace && x.isNative()) {
      frame.x = x;
      frame.xAt = at;
      frame.xStride = rowBytes;
      return;
    }
    long filledBytes = bytes(frame.filled, inputBits);
    frame.xStride = bytes((long) frame.columns + BEYOND, inputBits);
    frame.x = scratch.staging(Slots.INPUT, frame.rows * frame.xStride);
    frame.xAt = 0;
    for (int row = 0; row < frame.rows; row++) {
      long start = row * frame.xStride;
      MemorySegment.copy(x, at + row * rowBytes, frame.x, start, filledBytes);
      clear(frame.x, start + filledBytes, start + frame.xStride);
    }
  }

  /** A few bytes: a slice to fill would be an object. */
  private static void clear(MemorySegment segment, long from, long to) {
    for (long i = from; i < to; i++) {
      segment.set(JAVA_BYTE, i, (byte) 0);
    }
  }

  /** Set where the frame writes; return whether {@link #deliver} must follow. */
  public boolean setOutput(
      TileCursor tile, MemorySegment y, boolean inPlace, Frame frame, Scratch scratch) {
    if (inPlace && y.isNative()) {
      frame.y = y;
      frame.yAt = bytes(tile.start(), outputBits);
      frame.yStride = bytes(tiles.columns(), outputBits);
      return false;
    }
    frame.yStride = bytes(frame.columns, outputBits);
    frame.y = scratch.staging(Slots.OUTPUT, frame.rows * frame.yStride);
    frame.yAt = 0;
    return true;
  }

  /** Copy what was written to the scratch to where it belongs; rows start on whole bytes. */
  public void deliver(TileCursor tile, MemorySegment y, Frame frame) {
    long at = bytes(tile.start(), outputBits);
    long rowBytes = bytes(tiles.columns(), outputBits);
    long filledBytes = bytes(frame.filled, outputBits);
    long usedBits = (long) frame.filled * outputBits % Byte.SIZE;
    for (int row = 0; row < frame.rows; row++) {
      long from = row * frame.yStride;
      if (usedBits != 0) {
        // F4: the unused bits of the last byte are 0.
        long last = from + filledBytes - 1;
        byte used = (byte) (frame.y.get(JAVA_BYTE, last) & (1 << usedBits) - 1);
        frame.y.set(JAVA_BYTE, last, used);
      }
      MemorySegment.copy(frame.y, from, y, at + row * rowBytes, filledBytes);
    }
  }

  private static long bytes(long elements, int bits) {
    return Math.ceilDiv(elements * bits, (long) Byte.SIZE);
  }
}

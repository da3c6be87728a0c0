package io.blockquant.cpu.kernel.vector;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.tiling.TileCursor;
import io.blockquant.cpu.tiling.Tiles;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Brings tiles before the passes: in place where they lie in native memory and fill whole vectors,
 * else by way of the thread's scratch, with zeros in the gaps.
 */
public final class TileMemory {
  /** What passes may read past a row in the scratch. */
  private static final int BEYOND = 2 * VectorWidth.LANES;

  private final Tiles tiles;
  private final long elements;
  private final int inputBits;
  private final int outputBits;
  private final int step;
  private final long fullColumns;
  private final boolean fitsStep;

  /**
   * Know the tensors.
   *
   * @param elements how many elements there are
   * @param inputBits bits of an element that is read
   * @param outputBits bits of an element that is written
   * @param step what the columns of a frame are a multiple of
   */
  public TileMemory(Tiles tiles, long elements, int inputBits, int outputBits, int step) {
    this.tiles = tiles;
    this.elements = elements;
    this.inputBits = inputBits;
    this.outputBits = outputBits;
    this.step = step;
    this.fullColumns = tiles.tileColumns();
    this.fitsStep = fullColumns % step == 0;
  }

  /**
   * Check, before addresses are made of them, that tensors are as large as their shapes say, and
   * that their memory is open and this thread's to touch.
   *
   * @param blocks the number of scales
   * @param scaleBytes bytes of a scale
   */
  public void check(
      MemorySegment x, MemorySegment y, MemorySegment scales, long blocks, int scaleBytes) {
    Objects.checkFromToIndex(0, bytes(elements, inputBits), x.byteSize());
    Objects.checkFromToIndex(0, bytes(elements, outputBits), y.byteSize());
    Objects.checkFromToIndex(0, blocks * scaleBytes, scales.byteSize());
    touch(x);
    touch(y);
    touch(scales);
  }

  /** Memory that was closed, or is another thread's alone, says so when it is touched. */
  private static void touch(MemorySegment segment) {
    if (segment.byteSize() > 0) {
      segment.get(JAVA_BYTE, 0);
    }
  }

  /** Describe the tile's extents in the frame; return whether it fills whole vectors and blocks. */
  public boolean measure(TileCursor tile, Frame frame) {
    frame.rows = tile.rows();
    frame.filled = tile.columns();
    boolean isFull = frame.filled == fullColumns && fitsStep;
    frame.columns = isFull ? frame.filled : Math.ceilDiv(frame.filled, step) * step;
    frame.blocks = tile.blocks();
    frame.blockColumns = (int) Math.min(tiles.blockColumns(), Integer.MAX_VALUE);
    return frame.columns == frame.filled;
  }

  /** Set where the frame reads. */
  public void setInput(
      TileCursor tile, MemorySegment x, boolean inPlace, Frame frame, Scratch scratch) {
    long rowBytes = bytes(tiles.columns(), inputBits);
    long at = bytes(tile.start(), inputBits);
    if (inPlace && x.isNative()) {
      frame.xAt = x.address() + at;
      frame.xStride = rowBytes;
      return;
    }
    long filledBytes = bytes(frame.filled, inputBits);
    frame.xStride = bytes((long) frame.columns + BEYOND, inputBits);
    MemorySegment staging = scratch.staging(Slots.INPUT, frame.rows * frame.xStride);
    frame.xAt = staging.address();
    for (int row = 0; row < frame.rows; row++) {
      long start = row * frame.xStride;
      MemorySegment.copy(x, at + row * rowBytes, staging, start, filledBytes);
      clear(staging, start + filledBytes, start + frame.xStride);
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
      frame.yAt = y.address() + bytes(tile.start(), outputBits);
      frame.yStride = bytes(tiles.columns(), outputBits);
      return false;
    }
    frame.yStride = bytes(frame.columns, outputBits);
    frame.yAt = scratch.staging(Slots.OUTPUT, frame.rows * frame.yStride).address();
    return true;
  }

  /** Copy what was written to the scratch to where it belongs; rows start on whole bytes. */
  public void deliver(TileCursor tile, MemorySegment y, Frame frame, Scratch scratch) {
    MemorySegment staging = scratch.staging(Slots.OUTPUT, 0);
    long at = bytes(tile.start(), outputBits);
    long rowBytes = bytes(tiles.columns(), outputBits);
    long filledBytes = bytes(frame.filled, outputBits);
    long usedBits = (long) frame.filled * outputBits % Byte.SIZE;
    for (int row = 0; row < frame.rows; row++) {
      long from = row * frame.yStride;
      if (usedBits != 0) {
        // F4: the unused bits of the last byte are 0.
        long last = from + filledBytes - 1;
        byte used = (byte) (staging.get(JAVA_BYTE, last) & (1 << usedBits) - 1);
        staging.set(JAVA_BYTE, last, used);
      }
      MemorySegment.copy(staging, from, y, at + row * rowBytes, filledBytes);
    }
  }

  private static long bytes(long elements, int bits) {
    return Math.ceilDiv(elements * bits, (long) Byte.SIZE);
  }
}

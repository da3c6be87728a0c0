package io.blockquant.cpu.kernel.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.tiling.TileCursor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Brings the scales and zero points of a tile from their tensors to where the passes look. */
final class GivenScales {
  private static final Pass ORDER_ZEROS = Passes.orderZeros();

  private final Pass load;
  private final int scaleBytes;
  private final LaneScales lanes;
  private final boolean isEvenOdd;
  private final @Nullable ElementType zeroType;

  /**
   * Know the tensors.
   *
   * @param zeroType the type of the zero points; null where there are none
   */
  GivenScales(
      ElementType scaleType,
      ScaleLayout layout,
      boolean isEvenOdd,
      @Nullable ElementType zeroType) {
    ScaleReader reader = ScaleReaders.of(scaleType);
    this.load = Passes.loadScales(reader);
    this.scaleBytes = reader.bytes();
    this.lanes = new LaneScales(layout, isEvenOdd);
    this.isEvenOdd = isEvenOdd;
    this.zeroType = zeroType;
  }

  /** Return the bytes of a scale. */
  int scaleBytes() {
    return scaleBytes;
  }

  /** Load for a tile. */
  void load(
      TileCursor tile, MemorySegment scale, MemorySegment zeroPoint, Frame frame, Scratch scratch) {
    int padded = frame.blocks + VectorWidth.LANES;
    frame.scales = scratch.floats(Slots.SCALES, padded);
    long at = tile.block() * scaleBytes;
    if (frame.blocks % VectorWidth.LANES == 0 && scale.isNative()) {
      frame.codesAt = scale.address() + at;
    } else {
      MemorySegment staging = scratch.staging(Slots.SCALE_CODES, (long) padded * scaleBytes);
      MemorySegment.copy(scale, at, staging, 0, (long) frame.blocks * scaleBytes);
      frame.codesAt = staging.address();
    }
    load.run(frame);
    lanes.arrange(frame, scratch);
    if (zeroType != null) {
      loadZeros(zeroType, tile.block(), zeroPoint, frame, scratch);
    }
  }

  private void loadZeros(
      ElementType type, long block, MemorySegment zeroPoint, Frame frame, Scratch scratch) {
    int[] zeros = scratch.ints(frame.columns);
    int size = frame.blockColumns;
    for (int i = 0; i < frame.blocks; i++) {
      int zero = (int) Integers.signExtend(type, Codes.get(zeroPoint, type.bits(), block + i));
      int from = (int) Math.min((long) i * size, frame.columns);
      int to = (int) Math.min((long) from + size, frame.columns);
      Arrays.fill(zeros, from, to, zero);
    }
    frame.zeros = zeros;
    if (isEvenOdd) {
      ORDER_ZEROS.run(frame);
    }
  }
}

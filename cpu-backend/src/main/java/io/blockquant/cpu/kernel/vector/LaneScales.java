package io.blockquant.cpu.kernel.vector;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.Scratch;
import java.util.Arrays;

/**
 * Brings the scales of blocks to where a {@link ScaleLayout} looks for them.
 *
 * <p>Blocks that suit the vectors need nothing. For others every element of a row gets a scale of
 * its own, once for all rows of a tile.
 */
public final class LaneScales {
  private static final Pass ORDER = Passes.orderLanes();

  private final boolean isNeeded;
  private final boolean isOrdered;

  /**
   * Decide what is to be done.
   *
   * @param layout where the scales are to lie
   * @param isEvenOdd whether even elements are apart from odd ones
   */
  public LaneScales(ScaleLayout layout, boolean isEvenOdd) {
    isNeeded = layout instanceof EachLane;
    isOrdered = isNeeded && isEvenOdd;
  }

  /** Arrange {@link Frame#scales} of the frame's blocks. */
  public void arrange(Frame frame, Scratch scratch) {
    if (isNeeded) {
      frame.scales = arranged(frame.scales, Slots.LANE_SCALES, frame, scratch);
    }
  }

  /** Arrange {@link Frame#scales} and {@link Frame#reciprocals} of the frame's blocks. */
  public void arrangeBoth(Frame frame, Scratch scratch) {
    if (isNeeded) {
      float[] scales = arranged(frame.scales, Slots.LANE_SCALES, frame, scratch);
      frame.reciprocals = arranged(frame.reciprocals, Slots.LANE_RECIPROCALS, frame, scratch);
      frame.scales = scales;
    }
  }

  private float[] arranged(float[] blocks, int slot, Frame frame, Scratch scratch) {
    float[] lanes = scratch.floats(slot, frame.columns);
    spread(blocks, lanes, frame);
    if (isOrdered) {
      frame.scales = lanes;
      ORDER.run(frame);
    }
    return lanes;
  }

  private static void spread(float[] blocks, float[] lanes, Frame frame) {
    int size = frame.blockColumns;
    int filled = Math.min(frame.blocks * size, frame.columns);
    if (size == 1) {
      System.arraycopy(blocks, 0, lanes, 0, filled);
    } else {
      for (int block = 0; block < frame.blocks; block++) {
        int from = block * size;
        Arrays.fill(lanes, from, Math.min(from + size, frame.columns), blocks[block]);
      }
    }
    // The gap is divided, too, and nobody looks at the result.
    Arrays.fill(lanes, filled, frame.columns, 1f);
  }
}

package io.blockquant.cpu.kernel.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.tensor.Elements;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.tiling.RunCursor;
import io.blockquant.cpu.tiling.Tiling;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Give every element of a chunk the scale and the zero point of its block, so that one loop over
 * the chunk serves every granularity.
 */
public final class Spread {

  private Spread() {}

  /** Write the scale of each element. */
  public static void scales(
      MemorySegment scale,
      ElementType type,
      Tiling tiling,
      long first,
      int count,
      RunCursor runs,
      float[] spread) {
    runs.open(tiling, first, first + count);
    if (tiling.block(tiling.axes() - 1) == 1) {
      while (runs.nextRow()) {
        int at = (int) (runs.start() - first);
        load(scale, type, runs.block(), (int) runs.length(), spread, at);
      }
      return;
    }
    while (runs.next()) {
      int at = (int) (runs.start() - first);
      float s = Floats.get(scale, type, runs.block());
      Arrays.fill(spread, at, at + (int) runs.length(), s);
    }
  }

  /** Write the zero point of each element. */
  public static void zeros(
      MemorySegment zeroPoint,
      ElementType type,
      Tiling tiling,
      long first,
      int count,
      RunCursor runs,
      int[] spread) {
    runs.open(tiling, first, first + count);
    while (runs.next()) {
      int at = (int) (runs.start() - first);
      int zero = (int) Integers.signExtend(type, Codes.get(zeroPoint, type.bits(), runs.block()));
      Arrays.fill(spread, at, at + (int) runs.length(), zero);
    }
  }

  /** Load scales one after another, widened to float32. */
  public static void load(
      MemorySegment scale, ElementType type, long first, int count, float[] target, int at) {
    if (type == ElementType.FLOAT) {
      MemorySegment.copy(scale, Elements.FLOAT, first * Float.BYTES, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = Floats.get(scale, type, first + i);
    }
  }
}

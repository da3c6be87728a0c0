package io.blockquant.cpu.kernel.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Reads FLOAT scales. */
public record FloatScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public FloatVector read(MemorySegment scales, long at) {
    return Lanes.floats(scales, at);
  }
}

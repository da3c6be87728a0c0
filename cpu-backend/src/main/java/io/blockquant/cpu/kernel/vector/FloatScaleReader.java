package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Reads FLOAT scales. */
public record FloatScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    return Lanes.floats(at);
  }
}

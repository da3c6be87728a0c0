package io.blockquant.cpu.kernel.vector;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Writes FLOAT16. */
public record Float16Target() implements Target {
  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public void store(FloatVector values, MemorySegment y, long at) {
    Lanes.storeHalves(Float16Lanes.narrow(values), y, at);
  }
}

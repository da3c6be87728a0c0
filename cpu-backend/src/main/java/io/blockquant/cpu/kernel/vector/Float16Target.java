package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Writes FLOAT16. */
public record Float16Target() implements Target {
  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public void store(FloatVector values, long at) {
    Lanes.storeHalves(Float16Lanes.narrow(values), at);
  }
}

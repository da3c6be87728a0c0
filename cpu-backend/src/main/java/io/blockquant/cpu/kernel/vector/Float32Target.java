package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Writes FLOAT. */
public record Float32Target() implements Target {
  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public void store(FloatVector values, long at) {
    Lanes.store(values, at);
  }
}

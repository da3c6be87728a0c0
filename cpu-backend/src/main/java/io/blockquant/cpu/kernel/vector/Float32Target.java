package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Writes FLOAT. */
public record Float32Target() implements Target {
  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public void store(FloatVector values, MemorySegment y, long at) {
    values.intoMemorySegment(y, at, ORDER);
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes FLOAT. */
public record Float32Target() implements Target {
  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;

  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public void storePairs(FloatVector even, FloatVector odd, long at) {
    IntVector first = even.reinterpretAsInts();
    IntVector second = odd.reinterpretAsInts();
    Lanes.store(Lanes.lowerZip(first, second), at);
    Lanes.store(Lanes.upperZip(first, second), at + VECTOR_BYTES);
  }

  @Override
  public void store(FloatVector low, FloatVector high, long at) {
    Lanes.store(low, at);
    Lanes.store(high, at + VECTOR_BYTES);
  }
}

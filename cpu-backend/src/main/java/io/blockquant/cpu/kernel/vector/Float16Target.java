package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;

/** Writes FLOAT16. */
public record Float16Target() implements Target {
  private static final long VECTOR_BYTES = (long) LANES * Short.BYTES;

  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public void storePairs(FloatVector even, FloatVector odd, long at) {
    Lanes.store(
        Float16Lanes.narrow(even).or(Float16Lanes.narrow(odd).lanewise(LSHL, Short.SIZE)), at);
  }

  @Override
  public void store(FloatVector low, FloatVector high, long at) {
    Lanes.storeHalves(Float16Lanes.narrow(low), at);
    Lanes.storeHalves(Float16Lanes.narrow(high), at + VECTOR_BYTES);
  }
}

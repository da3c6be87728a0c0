package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/** One scale per element, in the order of the lanes. */
public record EachLane() implements ScaleLayout {
  @Override
  public FloatVector first(float[] scales, int i) {
    return FloatVector.fromArray(F, scales, i);
  }

  @Override
  public FloatVector second(float[] scales, int i) {
    return FloatVector.fromArray(F, scales, i + LANES);
  }
}

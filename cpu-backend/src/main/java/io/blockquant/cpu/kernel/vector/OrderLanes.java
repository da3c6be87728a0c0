package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Brings the scales of a row's elements into the order of the lanes, even ones apart from odd ones
 * ({@link EachLane}), in place.
 */
public record OrderLanes() implements Pass {
  @Override
  public int run(Frame frame) {
    float[] scales = frame.scales;
    int columns = frame.columns;
    for (int i = 0; i < columns; i += 2 * LANES) {
      IntVector a = FloatVector.fromArray(F, scales, i).reinterpretAsInts();
      IntVector b = FloatVector.fromArray(F, scales, i + LANES).reinterpretAsInts();
      Lanes.even(a, b).reinterpretAsFloats().intoArray(scales, i);
      Lanes.odd(a, b).reinterpretAsFloats().intoArray(scales, i + LANES);
    }
    return DONE;
  }
}

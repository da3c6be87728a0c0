package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import jdk.incubator.vector.IntVector;

/** Brings the zero points of a row's elements into the order of the lanes, in place. */
public record OrderZeros() implements Pass {
  @Override
  public int run(Frame frame) {
    int[] zeros = frame.zeros;
    int columns = frame.columns;
    for (int i = 0; i < columns; i += 2 * LANES) {
      IntVector a = IntVector.fromArray(I, zeros, i);
      IntVector b = IntVector.fromArray(I, zeros, i + LANES);
      Lanes.even(a, b).intoArray(zeros, i);
      Lanes.odd(a, b).intoArray(zeros, i + LANES);
    }
    return DONE;
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static jdk.incubator.vector.VectorOperators.I2F;

import jdk.incubator.vector.FloatVector;

/** Reads INT32 scales, rounded to float32. */
public record Int32ScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Integer.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    return (FloatVector) Lanes.ints(at).convertShape(I2F, F, 0);
  }
}

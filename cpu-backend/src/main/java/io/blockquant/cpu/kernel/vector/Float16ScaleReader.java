package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT16 scales, infinities and NaN among them. */
public record Float16ScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    IntVector halves = Lanes.halves(at);
    return Float16Lanes.widenAny(halves.lanewise(LSHL, 13), halves.lanewise(LSHL, 16))
        .reinterpretAsFloats();
  }
}

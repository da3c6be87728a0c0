package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;

/** Reads BFLOAT16 scales. */
public record Bfloat16ScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    return Lanes.halves(at).lanewise(LSHL, Short.SIZE).reinterpretAsFloats();
  }
}

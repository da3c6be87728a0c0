package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Reads BFLOAT16 scales. */
public record Bfloat16ScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public FloatVector read(MemorySegment scales, long at) {
    return Lanes.halves(scales, at).lanewise(LSHL, Short.SIZE).reinterpretAsFloats();
  }
}

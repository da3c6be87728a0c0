package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Reads FLOAT8E4M3FN scales. */
public record E4m3ScaleReader() implements ScaleReader {
  @Override
  public int bytes() {
    return Byte.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    return E4m3Lanes.decode(Lanes.bytes(at));
  }
}

package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT4E2M1. */
public record E2m1Codes() implements CodeSource {
  @Override
  public int bits() {
    return 4;
  }

  @Override
  public IntVector read(long at) {
    return Lanes.bytes(at);
  }

  @Override
  public FloatVector first(IntVector read, long at, IntVector zeros) {
    return E2m1Lanes.decode(Nibbles.first(read));
  }

  @Override
  public FloatVector second(IntVector read, long at, IntVector zeros) {
    return E2m1Lanes.decode(Nibbles.second(read));
  }
}

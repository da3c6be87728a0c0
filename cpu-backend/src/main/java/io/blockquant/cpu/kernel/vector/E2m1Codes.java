package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT4E2M1: the even codes are in the low nibbles (F4). */
public record E2m1Codes() implements CodeSource {
  @Override
  public int bits() {
    return 4;
  }

  @Override
  public boolean isEvenOdd() {
    return true;
  }

  @Override
  public IntVector first(long at) {
    return Lanes.bytes(at);
  }

  @Override
  public IntVector second(long at) {
    return Lanes.bytes(at).lanewise(LSHR, 4);
  }

  @Override
  public FloatVector value(IntVector codes, IntVector zeros) {
    return E2m1Lanes.decode(codes);
  }
}

package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes FLOAT4E2M1, two codes a byte, the even one in the low nibble (F4). */
public record E2m1Sink() implements Sink {
  @Override
  public int bits() {
    return 4;
  }

  @Override
  public boolean wantsPairs() {
    return true;
  }

  @Override
  public float nanStandsFor() {
    return 6f;
  }

  @Override
  public IntVector encode(FloatVector quotients, IntVector signs) {
    return E2m1Lanes.round(quotients);
  }

  @Override
  public IntVector encodeWithZeros(FloatVector quotients, IntVector zeros) {
    return E2m1Lanes.round(quotients);
  }

  @Override
  public void store(
      Source source,
      IntVector first,
      IntVector second,
      IntVector firstSigns,
      IntVector secondSigns,
      long at) {
    Lanes.storeBytes(E2m1Lanes.pair(first, second, firstSigns, secondSigns), at);
  }
}

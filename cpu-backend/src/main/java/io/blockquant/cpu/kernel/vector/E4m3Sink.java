package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes FLOAT8E4M3FN. */
public record E4m3Sink() implements Sink {
  @Override
  public int bits() {
    return 8;
  }

  @Override
  public boolean wantsPairs() {
    return false;
  }

  @Override
  public float nanStandsFor() {
    return Float.NaN;
  }

  @Override
  public IntVector encode(FloatVector quotients, IntVector signs) {
    return E4m3Lanes.encodeSaturating(quotients.reinterpretAsInts(), signs);
  }

  @Override
  public IntVector encodeWithZeros(FloatVector quotients, IntVector zeros) {
    return E4m3Lanes.encodeAny(quotients);
  }

  @Override
  public void store(
      Source source,
      IntVector first,
      IntVector second,
      IntVector firstSigns,
      IntVector secondSigns,
      long at) {
    source.storeBytes(first, second, at);
  }
}

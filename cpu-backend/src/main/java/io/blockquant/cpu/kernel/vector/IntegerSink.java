package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Writes INT8 or UINT8.
 *
 * @param min the smallest integer
 * @param max the largest
 */
public record IntegerSink(int min, int max) implements Sink {
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
    return 0f;
  }

  @Override
  public IntVector encode(FloatVector quotients, IntVector signs) {
    return IntegerLanes.round(quotients).max(min).min(max);
  }

  @Override
  public IntVector encodeWithZeros(FloatVector quotients, IntVector zeros) {
    return IntegerLanes.round(quotients).add(zeros).max(min).min(max);
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

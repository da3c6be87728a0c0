package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Writes INT4 or UINT4, two codes a byte, the even one in the low nibble (F4).
 *
 * @param min the smallest integer
 * @param max the largest
 */
public record NibbleSink(int min, int max) implements Sink {
  private static final IntVector NIBBLE = Lanes.constant(0xF);

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
    Lanes.storeBytes(first.and(NIBBLE).or(second.lanewise(LSHL, 4)), at);
  }
}

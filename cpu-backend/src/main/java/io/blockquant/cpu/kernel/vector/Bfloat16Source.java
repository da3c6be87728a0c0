package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.IntVector;

/** Reads BFLOAT16, which is the upper half of a float32. */
public record Bfloat16Source() implements Source {
  private static final IntVector UPPER = Lanes.constant(0xFFFF0000);

  @Override
  public int bytes() {
    return Short.BYTES;
  }

  @Override
  public boolean isEvenOdd() {
    return true;
  }

  @Override
  public IntVector first(long at) {
    return Lanes.ints(at).lanewise(LSHL, 16);
  }

  @Override
  public IntVector second(long at) {
    return Lanes.ints(at).and(UPPER);
  }

  @Override
  public IntVector even(IntVector first, IntVector second) {
    return first;
  }

  @Override
  public IntVector odd(IntVector first, IntVector second) {
    return second;
  }

  @Override
  public IntVector low(IntVector first, IntVector second) {
    return Lanes.lowerZip(first, second);
  }

  @Override
  public IntVector high(IntVector first, IntVector second) {
    return Lanes.upperZip(first, second);
  }

  @Override
  public void storeBytes(IntVector first, IntVector second, long at) {
    Lanes.storeBytePairs(first, second, at);
  }

  @Override
  public IntVector pairs(long at) {
    return Lanes.largerHalves(at);
  }

  @Override
  public IntVector couples(long at) {
    return Lanes.largerHalves(at);
  }

  @Override
  public IntVector magnitude(IntVector ordered) {
    return ordered.and(UPPER);
  }

  @Override
  public IntVector firstMagnitude(long at) {
    return magnitude(Lanes.magnitudesOfHalves(at).lanewise(LSHL, 16));
  }

  @Override
  public IntVector secondMagnitude(long at) {
    return magnitude(Lanes.magnitudesOfHalves(at));
  }
}

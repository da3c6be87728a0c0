package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;

/** Reads FLOAT. */
public record Float32Source() implements Source {
  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;
  private static final IntVector MAGNITUDE = Lanes.constant(Lanes.MAGNITUDE);

  @Override
  public int bytes() {
    return Float.BYTES;
  }

  @Override
  public boolean isEvenOdd() {
    return false;
  }

  @Override
  public IntVector first(long at) {
    return Lanes.ints(at);
  }

  @Override
  public IntVector second(long at) {
    return Lanes.ints(at + VECTOR_BYTES);
  }

  @Override
  public IntVector even(IntVector first, IntVector second) {
    return Lanes.even(first, second);
  }

  @Override
  public IntVector odd(IntVector first, IntVector second) {
    return Lanes.odd(first, second);
  }

  @Override
  public IntVector low(IntVector first, IntVector second) {
    return first;
  }

  @Override
  public IntVector high(IntVector first, IntVector second) {
    return second;
  }

  @Override
  public void storeBytes(IntVector first, IntVector second, long at) {
    Lanes.storeBytes(first, at);
    Lanes.storeBytes(second, at + LANES);
  }

  @Override
  public IntVector pairs(long at) {
    IntVector first = Lanes.ints(at).and(MAGNITUDE);
    IntVector second = Lanes.ints(at + VECTOR_BYTES).and(MAGNITUDE);
    return Lanes.largestOfPairs(first, second);
  }

  @Override
  public IntVector couples(long at) {
    IntVector first = Lanes.ints(at).and(MAGNITUDE);
    return first.max(Lanes.ints(at + VECTOR_BYTES).and(MAGNITUDE));
  }

  @Override
  public IntVector magnitude(IntVector ordered) {
    return ordered;
  }

  @Override
  public IntVector firstMagnitude(long at) {
    return first(at).and(MAGNITUDE);
  }

  @Override
  public IntVector secondMagnitude(long at) {
    return second(at).and(MAGNITUDE);
  }
}

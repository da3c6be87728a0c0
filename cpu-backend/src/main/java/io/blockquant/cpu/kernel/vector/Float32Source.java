package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import java.lang.foreign.MemorySegment;
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
  public IntVector first(MemorySegment x, long at) {
    return Lanes.ints(x, at);
  }

  @Override
  public IntVector second(MemorySegment x, long at) {
    return Lanes.ints(x, at + VECTOR_BYTES);
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
  public void storeBytes(IntVector first, IntVector second, MemorySegment y, long at) {
    Lanes.storeBytes(first, y, at);
    Lanes.storeBytes(second, y, at + LANES);
  }

  @Override
  public IntVector pairs(MemorySegment x, long at) {
    IntVector first = Lanes.ints(x, at).and(MAGNITUDE);
    IntVector second = Lanes.ints(x, at + VECTOR_BYTES).and(MAGNITUDE);
    return Lanes.largestOfPairs(first, second);
  }

  @Override
  public IntVector couples(MemorySegment x, long at) {
    IntVector first = Lanes.ints(x, at).and(MAGNITUDE);
    return first.max(Lanes.ints(x, at + VECTOR_BYTES).and(MAGNITUDE));
  }

  @Override
  public IntVector magnitude(IntVector ordered) {
    return ordered;
  }

  @Override
  public IntVector firstMagnitude(MemorySegment x, long at) {
    return first(x, at).and(MAGNITUDE);
  }

  @Override
  public IntVector secondMagnitude(MemorySegment x, long at) {
    return second(x, at).and(MAGNITUDE);
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Reads FLOAT16.
 *
 * @param range what whoever reads has made sure of
 */
public record Float16Source(Range range) implements Source {
  /** What is known of the elements, and what does not matter. */
  public enum Range {
    /** Nothing. */
    ANY,
    /** There is neither infinity nor NaN. */
    FINITE,
    /**
     * There is neither infinity nor NaN, and what is below 2^-14, zeros included, may come as
     * anything below 2^-14 of its sign: half the steps, where all of that becomes code 0 anyway.
     */
    FINITE_AND_COARSE
  }

  private static final IntVector REBIAS = Lanes.constant((127 - 15) << 23);
  private static final IntVector INFINITY = Lanes.constant(0x7C00);
  private static final IntVector LARGEST_SUBNORMAL = Lanes.constant(0x3FF);

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
    IntVector both = Lanes.ints(at);
    return widen(both.lanewise(LSHL, 13), both.lanewise(LSHL, 16));
  }

  @Override
  public IntVector second(long at) {
    IntVector both = Lanes.ints(at);
    return widen(both.lanewise(LSHR, 3), both);
  }

  private IntVector widen(IntVector placed, IntVector signed) {
    if (range == Range.FINITE_AND_COARSE) {
      return Float16Lanes.widenCoarse(placed, signed);
    }
    return range == Range.FINITE
        ? Float16Lanes.widenFinite(placed, signed)
        : Float16Lanes.widenAny(placed, signed);
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

  /** Infinities become NaN: a tile that has either is for the scalar twin. */
  @Override
  public IntVector magnitude(IntVector ordered) {
    IntVector half = ordered.lanewise(LSHR, 16);
    IntVector subnormal =
        ((FloatVector) half.convertShape(I2F, F, 0)).mul(0x1p-24f).reinterpretAsInts();
    return half.lanewise(LSHL, 13)
        .add(REBIAS)
        .blend(subnormal, half.compare(LE, LARGEST_SUBNORMAL))
        .blend(0x7FC00000, half.compare(GE, INFINITY));
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

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.AddressSpace.ALL;
import static io.blockquant.cpu.kernel.vector.VectorWidth.B;
import static io.blockquant.cpu.kernel.vector.VectorWidth.BITS;
import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static io.blockquant.cpu.kernel.vector.VectorWidth.S;
import static io.blockquant.cpu.kernel.vector.VectorWidth.WHOLE_S;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_S2I;

import io.blockquant.core.tensor.Elements;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** Load and store lanes. Positions are addresses; nothing is checked ({@link AddressSpace}). */
public final class Lanes {

  /** Every bit of a float but the sign. */
  public static final int MAGNITUDE = 0x7fffffff;

  private static final IntVector EVEN = iota(2);
  private static final IntVector ODD = EVEN.add(1);

  private static final IntVector MAGNITUDES_OF_HALVES = constant(0x7FFF7FFF);
  private static final IntVector LOW_BYTE = constant(0xFF);

  /** 0, LANES, 1, LANES + 1, ..: indices into two vectors. */
  private static final IntVector LOWER_ZIP = zip(0);

  private static final IntVector UPPER_ZIP = zip(LANES / 2);

  private Lanes() {}

  private static IntVector zip(int from) {
    int[] indices = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      indices[i] = from + i / 2 + i % 2 * LANES;
    }
    return IntVector.fromArray(I, indices, 0);
  }

  /** Return {@code 0, step, 2 * step, ..}. */
  static IntVector iota(int step) {
    return IntVector.zero(I).addIndex(step);
  }

  /** Load floats. */
  public static FloatVector floats(long position) {
    return FloatVector.fromMemorySegment(F, ALL, position, ORDER);
  }

  /** Load 32-bit lanes. */
  public static IntVector ints(long position) {
    return IntVector.fromMemorySegment(I, ALL, position, ORDER);
  }

  /** Store floats. */
  public static void store(FloatVector lanes, long position) {
    lanes.intoMemorySegment(ALL, position, ORDER);
  }

  /** Store 32-bit lanes. */
  public static void store(IntVector lanes, long position) {
    lanes.intoMemorySegment(ALL, position, ORDER);
  }

  /** Load 16-bit lanes, twice as many as {@link VectorWidth#LANES}. */
  public static ShortVector shorts(long position) {
    return ShortVector.fromMemorySegment(WHOLE_S, ALL, position, ORDER);
  }

  /** Store 16-bit lanes likewise. */
  public static void store(ShortVector lanes, long position) {
    lanes.intoMemorySegment(ALL, position, ORDER);
  }

  /** Load one word. */
  static int word(long position) {
    return ALL.get(Elements.INT, position);
  }

  /** Return one float in every lane. */
  public static FloatVector broadcast(long position) {
    return FloatVector.broadcast(F, ALL.get(Elements.FLOAT, position));
  }

  /** Load as many bytes as there are lanes, zero-extended. */
  public static IntVector bytes(long position) {
    ByteVector bytes =
        BITS == 128
            // Four bytes: there is no vector of 32 bits.
            ? IntVector.zero(IntVector.SPECIES_64)
                .withLane(0, ALL.get(Elements.INT, position))
                .reinterpretAsBytes()
            : ByteVector.fromMemorySegment(B, ALL, position, ORDER);
    return (IntVector) bytes.convertShape(ZERO_EXTEND_B2I, I, 0);
  }

  /** Load as many 16-bit integers as there are lanes, zero-extended. */
  public static IntVector halves(long position) {
    ShortVector halves = ShortVector.fromMemorySegment(S, ALL, position, ORDER);
    return (IntVector) halves.convertShape(ZERO_EXTEND_S2I, I, 0);
  }

  /** Store the low half of every lane. */
  static void storeHalves(IntVector lanes, long position) {
    ((ShortVector) lanes.convertShape(I2S, S, 0)).intoMemorySegment(ALL, position, ORDER);
  }

  /** Store the low byte of every lane. */
  public static void storeBytes(IntVector lanes, long position) {
    ByteVector bytes = (ByteVector) lanes.convertShape(I2B, B, 0);
    if (BITS == 128) {
      ALL.set(Elements.INT, position, bytes.reinterpretAsInts().lane(0));
    } else {
      bytes.intoMemorySegment(ALL, position, ORDER);
    }
  }

  /** Return the even elements of two vectors, one after the other. */
  static IntVector even(IntVector first, IntVector second) {
    return EVEN.selectFrom(first, second);
  }

  /** Return the odd elements of two vectors, one after the other. */
  static IntVector odd(IntVector first, IntVector second) {
    return ODD.selectFrom(first, second);
  }

  /** Return a constant in every lane. */
  public static IntVector constant(int value) {
    return IntVector.broadcast(I, value);
  }

  /** Return the larger one of each pair of neighbours of two vectors, one after the other. */
  public static IntVector largestOfPairs(IntVector first, IntVector second) {
    return EVEN.selectFrom(first, second).max(ODD.selectFrom(first, second));
  }

  /** Read two 16-bit floats a lane without their signs. */
  static IntVector magnitudesOfHalves(long at) {
    return ints(at).and(MAGNITUDES_OF_HALVES);
  }

  /**
   * Read two 16-bit floats a lane and return the larger magnitude in the upper half; the lower half
   * is rubbish that only decides between equals.
   */
  static IntVector largerHalves(long at) {
    IntVector both = magnitudesOfHalves(at);
    return both.lanewise(LSHL, 16).max(both);
  }

  /** Return the first halves of two vectors, lane by lane in turn. */
  static IntVector lowerZip(IntVector even, IntVector odd) {
    return LOWER_ZIP.selectFrom(even, odd);
  }

  /** Return the second halves of two vectors, lane by lane in turn. */
  static IntVector upperZip(IntVector even, IntVector odd) {
    return UPPER_ZIP.selectFrom(even, odd);
  }

  /** Store the low bytes of two vectors, lane by lane in turn. */
  static void storeBytePairs(IntVector even, IntVector odd, long position) {
    IntVector pairs = even.and(LOW_BYTE).or(odd.lanewise(LSHL, Byte.SIZE));
    ((ShortVector) pairs.convertShape(I2S, S, 0)).intoMemorySegment(ALL, position, ORDER);
  }
}

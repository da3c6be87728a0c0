package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.B;
import static io.blockquant.cpu.kernel.vector.VectorWidth.BITS;
import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import io.blockquant.core.tensor.Elements;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Load and store lanes. Positions are in bytes; no check beyond the segment's own bounds. */
public final class Lanes {

  /** Every bit of a float but the sign. */
  public static final int MAGNITUDE = 0x7fffffff;

  private static final IntVector EVEN = iota(2);
  private static final IntVector ODD = EVEN.add(1);

  private Lanes() {}

  /** Return {@code 0, step, 2 * step, ..}. */
  static IntVector iota(int step) {
    return IntVector.zero(I).addIndex(step);
  }

  /** Load floats. */
  public static FloatVector floats(MemorySegment source, long position) {
    return FloatVector.fromMemorySegment(F, source, position, ORDER);
  }

  /** Load 32-bit lanes. */
  public static IntVector ints(MemorySegment source, long position) {
    return IntVector.fromMemorySegment(I, source, position, ORDER);
  }

  /** Load as many bytes as there are lanes, zero-extended. */
  public static IntVector bytes(MemorySegment source, long position) {
    ByteVector bytes =
        BITS == 128
            // Four bytes: there is no vector of 32 bits.
            ? IntVector.zero(IntVector.SPECIES_64)
                .withLane(0, source.get(Elements.INT, position))
                .reinterpretAsBytes()
            : ByteVector.fromMemorySegment(B, source, position, ORDER);
    return (IntVector) bytes.convertShape(ZERO_EXTEND_B2I, I, 0);
  }

  /** Store the low byte of every lane. */
  public static void storeBytes(IntVector lanes, MemorySegment target, long position) {
    ByteVector bytes = (ByteVector) lanes.convertShape(I2B, B, 0);
    if (BITS == 128) {
      target.set(Elements.INT, position, bytes.reinterpretAsInts().lane(0));
    } else {
      bytes.intoMemorySegment(target, position, ORDER);
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
}

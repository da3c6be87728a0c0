package io.blockquant.cpu.kernel.vector;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fix the width of all vectors, once per JVM: C2 compiles the Vector API well only where species
 * are constants.
 *
 * <p>The system property {@code blockquant.cpu.vectorBits} chooses 128, 256 or 512 bits; the
 * default is the machine's own width, within these.
 */
public final class VectorWidth {

  /** The system property that chooses the width. */
  public static final String PROPERTY = "blockquant.cpu.vectorBits";

  /** Bits of a vector. */
  public static final int BITS = bits();

  /** Vectors of 32-bit integers. */
  public static final VectorSpecies<Integer> I =
      IntVector.SPECIES_128.withShape(VectorShape.forBitSize(BITS));

  /** Vectors of float32. */
  public static final VectorSpecies<Float> F =
      FloatVector.SPECIES_128.withShape(VectorShape.forBitSize(BITS));

  /** Vectors of as many 16-bit integers as {@link #I} has lanes. */
  public static final VectorSpecies<Short> S =
      ShortVector.SPECIES_64.withShape(VectorShape.forBitSize(BITS / 2));

  /** Vectors of 16-bit integers, twice as many as {@link #I} has lanes. */
  public static final VectorSpecies<Short> WHOLE_S =
      ShortVector.SPECIES_64.withShape(VectorShape.forBitSize(BITS));

  /** Vectors of at least as many bytes as {@link #I} has lanes. */
  public static final VectorSpecies<Byte> B =
      ByteVector.SPECIES_64.withShape(VectorShape.forBitSize(Math.max(64, BITS / 4)));

  /** 32-bit lanes of a vector: 4, 8 or 16. */
  public static final int LANES = BITS / Integer.SIZE;

  /** Tensors are little-endian. */
  public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private VectorWidth() {}

  private static int bits() {
    int preferred = Math.clamp(IntVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
    int wanted = Integer.getInteger(PROPERTY, preferred);
    // An illegal width is refused by requireLegal, with words; a class initializer has none.
    return isLegal(wanted) ? wanted : preferred;
  }

  private static boolean isLegal(int bits) {
    return bits == 128 || bits == 256 || bits == 512;
  }

  /**
   * Check the system property.
   *
   * @throws IllegalArgumentException if it names no legal width
   */
  public static void requireLegal() {
    String wanted = System.getProperty(PROPERTY);
    if (wanted != null && !isLegal(Integer.getInteger(PROPERTY, 0))) {
      throw new IllegalArgumentException(
          PROPERTY + " must be 128, 256 or 512, found '" + wanted + "'");
    }
  }
}

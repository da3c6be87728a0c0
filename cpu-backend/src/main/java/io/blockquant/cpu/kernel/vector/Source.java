package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.IntVector;

/**
 * Where the elements of a pass come from: one record per element type.
 *
 * <p>Twice as many elements as a vector has lanes are read at a time and come as two vectors of
 * float32 bits. FLOAT is read in order; of a 16-bit type the two halves of each 32-bit lane are
 * taken apart, which gives the even elements and the odd ones.
 */
public interface Source {
  /** Return the bytes of an element. */
  int bytes();

  /** Return whether {@link #first} and {@link #second} are the even and the odd elements. */
  boolean isEvenOdd();

  /** Read the first vector of the elements at a position: the lower half, or the even ones. */
  IntVector first(long at);

  /** Read the second vector: the upper half, or the odd ones. */
  IntVector second(long at);

  /** Return the even elements of what {@link #first} and {@link #second} returned. */
  IntVector even(IntVector first, IntVector second);

  /** Return the odd elements likewise. */
  IntVector odd(IntVector first, IntVector second);

  /** Return the elements in order, the lower half. */
  IntVector low(IntVector first, IntVector second);

  /** Return the elements in order, the upper half. */
  IntVector high(IntVector first, IntVector second);

  /** Store a byte for each element, given in the lanes of {@link #first} and {@link #second}. */
  void storeBytes(IntVector first, IntVector second, long at);

  /**
   * Read the larger magnitude of each pair of neighbours. Magnitudes are ordered like integers, NaN
   * above infinity; {@link #magnitude} turns them into floats.
   */
  IntVector pairs(long at);

  /** Read the larger magnitude of pairs of elements, whichever: cheaper than {@link #pairs}. */
  IntVector couples(long at);

  /** Return magnitudes as the bits of floats: finite ones exactly, others at least infinity. */
  IntVector magnitude(IntVector ordered);

  /** Read magnitudes without sign, as {@link #magnitude} gives them: the first ones. */
  IntVector firstMagnitude(long at);

  /** Read magnitudes likewise: the second ones. */
  IntVector secondMagnitude(long at);
}

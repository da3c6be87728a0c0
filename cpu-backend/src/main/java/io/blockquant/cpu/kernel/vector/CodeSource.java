package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Where codes come from: one record per format. Twice as many codes as a vector has lanes are read
 * at a time and come as two vectors: the even codes and the odd ones, or the lower and the upper
 * half.
 */
public interface CodeSource {
  /** Return the bits of a code. */
  int bits();

  /** Return whether {@link #first} and {@link #second} are the even and the odd codes. */
  boolean isEvenOdd();

  /** Read the first codes at a position; bits above the codes are for {@link #value} to ignore. */
  IntVector first(long at);

  /** Read the second codes. */
  IntVector second(long at);

  /** Return the values of codes less their zero points, which float formats have not. */
  FloatVector value(IntVector codes, IntVector zeros);
}

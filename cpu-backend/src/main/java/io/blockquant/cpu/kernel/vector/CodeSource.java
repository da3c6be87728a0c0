package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Where codes come from: one record per format. Twice as many codes as a vector has lanes are read
 * at a time and come as two vectors, in order.
 */
public interface CodeSource {
  /** Return the bits of a code. */
  int bits();

  /** Read the codes at a position; {@link #first} and {@link #second} take it apart. */
  IntVector read(long at);

  /** Return the values of the lower half. */
  FloatVector first(IntVector read, long at, IntVector zeros);

  /** Return the values of the upper half. */
  FloatVector second(IntVector read, long at, IntVector zeros);
}

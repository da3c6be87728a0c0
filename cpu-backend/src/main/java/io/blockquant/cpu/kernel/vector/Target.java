package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Where floats go: one record per element type. */
public interface Target {
  /** Return the bytes of an element. */
  int bytes();

  /** Round once to the type (F1) and store as many elements as a vector has lanes. */
  void store(FloatVector values, long at);
}

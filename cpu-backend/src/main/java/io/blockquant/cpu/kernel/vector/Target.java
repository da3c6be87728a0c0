package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Where floats go: one record per element type. */
public interface Target {
  /** Return the bytes of an element. */
  int bytes();

  /** Round once to the type (F1) and store the even and the odd elements in turn. */
  void storePairs(FloatVector even, FloatVector odd, long at);

  /** Round once to the type (F1) and store one vector behind the other. */
  void store(FloatVector low, FloatVector high, long at);
}

package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** How given scales are read: one record per element type. */
public interface ScaleReader {
  /** Return the bytes of a scale. */
  int bytes();

  /** Read as many scales as a vector has lanes, as float32. */
  FloatVector read(long at);
}

package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** How numbers are divided by scales (R7). */
public interface Quotient {
  /**
   * Divide.
   *
   * @param x finite or infinite numbers
   * @param scale as the pass before stored it in {@link io.blockquant.cpu.kernel.Frame#scales}
   * @param reciprocal likewise of {@link io.blockquant.cpu.kernel.Frame#reciprocals}
   */
  FloatVector of(FloatVector x, FloatVector scale, FloatVector reciprocal);
}

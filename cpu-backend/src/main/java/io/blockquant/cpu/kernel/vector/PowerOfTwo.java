package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/**
 * Multiplies by the reciprocal of a power of two, which every E8M0 scale has in float32: product
 * and quotient are the same real number, rounded once.
 */
public record PowerOfTwo() implements Quotient {
  @Override
  public FloatVector of(FloatVector x, FloatVector scale, FloatVector reciprocal) {
    return x.mul(reciprocal);
  }
}

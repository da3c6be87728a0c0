package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** Divides as IEEE 754 says, whatever the operands. */
public record TrueDivision() implements Quotient {
  @Override
  public FloatVector of(FloatVector x, FloatVector scale, FloatVector reciprocal) {
    return x.div(scale);
  }
}

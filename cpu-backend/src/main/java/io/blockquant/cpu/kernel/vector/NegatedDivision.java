package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/**
 * Divides as IEEE 754 says, by scales stored for {@link Markstein}, which wants them negated: the
 * quotient differs in its sign alone, and that is taken from the element.
 */
public record NegatedDivision() implements Quotient {
  @Override
  public FloatVector of(FloatVector x, FloatVector negatedScale, FloatVector reciprocal) {
    return x.div(negatedScale);
  }
}

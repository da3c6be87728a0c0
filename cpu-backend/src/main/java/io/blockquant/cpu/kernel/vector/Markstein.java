package io.blockquant.cpu.kernel.vector;

import jdk.incubator.vector.FloatVector;

/**
 * Divides by multiplying with the reciprocal and correcting once, Markstein's step: the remainder
 * of the first guess is exact, thanks to the fused operation, and so is what rounding makes of it.
 *
 * <p>Wherever the code of a number depends on it - at the midpoints between codes of E2M1 and E4M3
 * - the result is the quotient rounded as IEEE 754 says; elsewhere it is off by at most two units
 * of the last place and the code is the same (R7). That holds for scales in {@link #LEAST} to
 * {@link #MOST}; others need {@link TrueDivision}. A quotient that overflows is NaN here, which the
 * encoders of {@link Sink} take for the largest magnitude.
 */
@FusedMultiplyAdd("docs/adr/0003-exact-quotients-without-division.md")
public record Markstein() implements Quotient {
  /** The bits of 2^-90: no remainder of a quotient down to 2^-10 is below float32's range. */
  public static final int LEAST = (127 - 90) << 23;

  /** The bits of 2^100: reciprocals are normal. */
  public static final int MOST = (127 + 100) << 23;

  @Override
  public FloatVector of(FloatVector x, FloatVector negatedScale, FloatVector reciprocal) {
    FloatVector guess = x.mul(reciprocal);
    FloatVector remainder = guess.fma(negatedScale, x);
    return remainder.fma(reciprocal, guess);
  }
}

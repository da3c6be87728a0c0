package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;

/**
 * Demand the values that a document prints, as near as its digits can tell.
 *
 * @param output the output
 * @param expected the printed values, in the type and shape of the output
 * @param tolerance the largest difference that the rounding of the printed digits explains
 */
public record PrintedDigits(String output, Tensor expected, double tolerance) implements Check {

  @Override
  public String rule() {
    return "|difference| <= " + tolerance + ", what the printed digits leave open";
  }

  @Override
  public Verdict judge(Tensor actual) {
    return Elementwise.judge(
        output,
        expected,
        actual,
        // A NaN is within no tolerance: the comparison is false.
        i -> Math.abs(Elements.value(actual, i) - Elements.value(expected, i)) <= tolerance,
        (tensor, index) -> Double.toString(Elements.value(tensor, index)));
  }
}

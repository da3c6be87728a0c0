package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;

/**
 * Demand the values that a document prints, as near as its digits can tell.
 *
 * @param output the output
 * @param expected the printed values, in the type and shape of the output
 * @param tolerance the largest difference that the rounding of the printed digits explains
 */
public record PrintedDigits(String output, Tensor expected, double tolerance) implements Check {

  @Override
  public Criterion criterion() {
    return new Criterion.Printed(tolerance);
  }

  @Override
  public Verdict judge(Evidence evidence) {
    Optional<Finding> finding = Elementwise.misshapen(output, expected, evidence);
    if (finding.isEmpty()) {
      Tensor actual = Objects.requireNonNull(evidence.outputs().get(output));
      finding =
          new Elementwise(output, expected, actual, Elementwise.Context.NONE)
              // A NaN is within no tolerance: the comparison is false.
              .find(i ->
                  Math.abs(Elements.value(actual, i) - Elements.value(expected, i)) <= tolerance);
    }
    return finding.map(Verdict::rejected).orElse(Verdict.ACCEPTED);
  }
}

package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;

/**
 * Demand the same bits, -0 told from +0; NaN by class, as its payload says nothing.
 *
 * @param output the output
 * @param expected what it must be, in type, shape and bits
 */
public record ExactBits(String output, Tensor expected) implements Check {

  @Override
  public Criterion criterion() {
    return Criterion.EXACT;
  }

  @Override
  public Verdict judge(Evidence evidence) {
    Optional<Finding> finding = Elementwise.misshapen(output, expected, evidence);
    if (finding.isEmpty()) {
      Tensor actual = Objects.requireNonNull(evidence.outputs().get(output));
      finding =
          new Elementwise(output, expected, actual, Elementwise.Context.NONE)
              .find(i -> Bits.same(expected, actual, i));
    }
    return finding.map(Verdict::rejected).orElse(Verdict.ACCEPTED);
  }
}

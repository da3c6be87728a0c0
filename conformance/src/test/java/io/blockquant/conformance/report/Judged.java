package io.blockquant.conformance.report;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Judgement;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Judges outputs that a test made. */
final class Judged {

  private Judged() {}

  static CaseResult again(ConformanceCase test, Map<String, Tensor> outputs) {
    Evidence evidence = new Evidence(test.inputs(), outputs);
    return new CaseResult(test, Judgement.of(test, evidence, List.of()), outputs, 0.001);
  }
}

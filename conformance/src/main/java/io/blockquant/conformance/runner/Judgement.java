package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Turn what a backend answered into an outcome; every connection judges by this. */
public final class Judgement {

  private Judgement() {}

  /**
   * Judge the answer to a case that demands a result.
   *
   * @param trespasses what else was found, guard bytes that changed and the like
   */
  public static Outcome of(ConformanceCase test, Evidence evidence, List<Finding> trespasses) {
    List<Finding> findings = new ArrayList<>();
    List<Finding> deviations = new ArrayList<>();
    for (Check check : test.checks()) {
      switch (check.judge(evidence)) {
        case Verdict.Accepted(List<Finding> found) -> deviations.addAll(found);
        case Verdict.Rejected(List<Finding> found) -> findings.addAll(found);
      }
    }
    findings.addAll(trespasses);
    return findings.isEmpty() ? new Outcome.Passed(deviations) : new Outcome.Failed(findings);
  }
}

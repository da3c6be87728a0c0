package io.blockquant.conformance.check;

import java.util.List;

/** Say whether an output is what a case demands. */
public sealed interface Verdict {

  /**
   * It is.
   *
   * @param deviations what an exact reading of the same criterion (every g, ulp and k at 0) would
   *     object to; empty if nothing
   */
  record Accepted(List<Finding> deviations) implements Verdict {
    public Accepted {
      deviations = List.copyOf(deviations);
    }
  }

  /**
   * It is not.
   *
   * @param findings what was expected and found, at least one
   */
  record Rejected(List<Finding> findings) implements Verdict {
    public Rejected {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a rejection needs a finding");
      }
    }
  }

  /** Accept, to the last bit. */
  Verdict ACCEPTED = new Accepted(List.of());

  /** Reject with this finding. */
  static Verdict rejected(Finding finding) {
    return new Rejected(List.of(finding));
  }
}

package io.blockquant.conformance.runner;

import java.util.List;

/** Say what became of a case: three values, so that a refusal is neither a pass nor a failure. */
public sealed interface Outcome {

  /** Every check accepted its output. */
  record Passed() implements Outcome {}

  /**
   * The backend claimed the case and did not do it.
   *
   * @param findings what was wrong, one line each
   */
  record Failed(List<String> findings) implements Outcome {
    public Failed {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a failure needs a finding");
      }
    }
  }

  /**
   * The backend declared, before it was run, that it does not support a node of the case.
   *
   * @param reason what it said
   */
  record NotClaimed(String reason) implements Outcome {}

  /** Return the word that reports print. */
  default String word() {
    return switch (this) {
      case Passed _ -> "PASS";
      case Failed _ -> "FAIL";
      case NotClaimed _ -> "SKIP";
    };
  }

  /** Return the reason in one line; empty for a pass. */
  default String reason() {
    return switch (this) {
      case Passed _ -> "";
      case Failed failed -> String.join("; ", failed.findings());
      case NotClaimed declined -> "not claimed: " + declined.reason();
    };
  }
}

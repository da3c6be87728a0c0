package io.blockquant.cli.test;

/**
 * Hold the result of a case.
 *
 * @param name the case
 * @param status what became of it
 * @param reason why, in one line; what was compared for a case that passed
 * @param detail all there is to say, in as many lines as it takes
 */
record CaseResult(String name, CaseStatus status, String reason, String detail) {

  CaseResult {
    reason = reason.replaceAll("\\s*\\R\\s*", " ").strip();
  }

  CaseResult(String name, CaseStatus status, String reason) {
    this(name, status, reason, reason);
  }

  /** Return the line that the contract of {@code test} prescribes. */
  String line() {
    return status + " " + name + ": " + reason;
  }
}

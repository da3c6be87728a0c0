package io.blockquant.conformance.report;

import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Suite;

/** Word a run for a terminal: one line per case, and the counts. */
public final class PlainReport {

  private PlainReport() {}

  /** Return {@code PASS id}, or {@code FAIL id: reason}. */
  public static String line(CaseResult result) {
    String reason = result.outcome().reason();
    return result.outcome().word()
        + " "
        + result.conformanceCase().id()
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** Return {@code N passed, N failed, N skipped}. */
  public static String counts(Suite.Report report) {
    return report.passed()
        + " passed, "
        + report.failed()
        + " failed, "
        + report.skipped()
        + " skipped";
  }
}

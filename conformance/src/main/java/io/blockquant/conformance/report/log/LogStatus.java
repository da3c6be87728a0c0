package io.blockquant.conformance.report.log;

import io.blockquant.conformance.runner.Outcome.Tally;
import java.util.Optional;

/** Name what became of a case, as logs and reports write it. */
public enum LogStatus {
  /** Every check accepted its output. */
  PASS("pass", Tally.PASSED, "passed"),
  /** The backend claimed the case and did not do it. */
  FAIL("fail", Tally.FAILED, "failed"),
  /** No answer came in the time that the size of the case allows. */
  TIMED_OUT("timed_out", Tally.FAILED, "timed out"),
  /** The process or the connection of the backend ended. */
  CRASHED("crashed", Tally.FAILED, "crashed"),
  /** Harness, connection or kit are at fault: nothing is known of the backend. */
  HARNESS_FAULT("harness_fault", Tally.FAILED, "harness fault"),
  /** It fails, and somebody answers for that until a date. */
  WAIVED("waived", Tally.SKIPPED, "waived"),
  /** The backend declared before the run that it does not support it. */
  NOT_CLAIMED("not_claimed", Tally.SKIPPED, "not claimed");

  private final String label;
  private final Tally tally;
  private final String words;

  LogStatus(String label, Tally tally, String words) {
    this.label = label;
    this.tally = tally;
    this.words = words;
  }

  /** Return the name that logs carry: {@code not_claimed}. */
  public String label() {
    return label;
  }

  /** Return where it is counted. */
  public Tally tally() {
    return tally;
  }

  /** Return the name that people read: {@code not claimed}. */
  public String words() {
    return words;
  }

  /** Return {@code true} where an answer was given, found wrong, and so can be judged again. */
  public boolean isJudged() {
    return this == PASS || this == FAIL || this == WAIVED;
  }

  /** Return the status with this label. */
  public static Optional<LogStatus> find(String label) {
    for (LogStatus status : values()) {
      if (status.label.equals(label)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}

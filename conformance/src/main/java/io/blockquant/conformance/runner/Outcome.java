package io.blockquant.conformance.runner;

import io.blockquant.conformance.check.Finding;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Say what became of a case. Passing, failing and not claiming are three things, so that a refusal
 * is neither a pass nor a failure; what the kit or the connection did wrong is told apart from what
 * the backend did wrong.
 */
public sealed interface Outcome {

  /** The column of the last line of a run that an outcome is counted in. */
  enum Tally {
    /** The backend did what it claims. */
    PASSED,
    /** It did not, or nobody can say. */
    FAILED,
    /** It does not claim the case, or somebody answers for its failure until a date. */
    SKIPPED
  }

  /**
   * Every check accepted its output.
   *
   * @param deviations what an exact reading (every g, ulp and k at 0) would object to
   */
  record Passed(List<Finding> deviations) implements Outcome {
    public Passed {
      deviations = List.copyOf(deviations);
    }

    /** Return {@code true} if an exact reading objects to nothing. */
    public boolean exact() {
      return deviations.isEmpty();
    }
  }

  /**
   * The backend claimed the case and did not do it.
   *
   * @param findings what was wrong, at least one
   */
  record Failed(List<Finding> findings) implements Outcome {
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
   * @param url where it says more; empty if nowhere
   */
  record NotClaimed(String reason, String url) implements Outcome {}

  /**
   * The backend claimed the case and gave no answer in the time that its size allows.
   *
   * @param reason how long was waited, and for what
   */
  record TimedOut(String reason) implements Outcome {}

  /**
   * The process or connection of the backend ended while it ran the case.
   *
   * @param reason how it ended
   */
  record Crashed(String reason) implements Outcome {}

  /**
   * The case fails, and a waiver that is still in force says so.
   *
   * @param findings what was wrong
   * @param reason why it is waived
   * @param url where that is discussed
   * @param owner who answers for it
   * @param until the last day on which the waiver holds
   */
  record Waived(List<Finding> findings, String reason, String url, String owner, LocalDate until)
      implements Outcome {
    public Waived {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The kit, the harness or the connection broke the protocol: nothing is known of the backend.
   *
   * @param reason what happened
   */
  record HarnessFault(String reason) implements Outcome {}

  /** Pass, to the last bit. */
  Outcome PASSED = new Passed(List.of());

  /** Fail with this finding. */
  static Outcome failed(Finding finding) {
    return new Failed(List.of(finding));
  }

  /** Return where this outcome is counted. */
  default Tally tally() {
    return switch (this) {
      case Passed _ -> Tally.PASSED;
      case Failed _, TimedOut _, Crashed _, HarnessFault _ -> Tally.FAILED;
      case NotClaimed _, Waived _ -> Tally.SKIPPED;
    };
  }

  /** Return the word that reports print. */
  default String word() {
    return switch (tally()) {
      case PASSED -> "PASS";
      case FAILED -> "FAIL";
      case SKIPPED -> "SKIP";
    };
  }

  /** Return the name that logs carry; {@code not_claimed}. */
  default String status() {
    return switch (this) {
      case Passed _ -> "pass";
      case Failed _ -> "fail";
      case NotClaimed _ -> "not_claimed";
      case TimedOut _ -> "timed_out";
      case Crashed _ -> "crashed";
      case Waived _ -> "waived";
      case HarnessFault _ -> "harness_fault";
    };
  }

  /** Return the reason in one line; empty for a pass. */
  default String reason() {
    return switch (this) {
      case Passed _ -> "";
      case Failed(List<Finding> findings) -> joined(findings);
      case NotClaimed(String reason, String url) ->
          "not claimed: " + reason + (url.isEmpty() ? "" : " (" + url + ")");
      case TimedOut(String reason) -> "timed out: " + reason;
      case Crashed(String reason) -> "crashed: " + reason;
      case Waived waived ->
          "waived until %s by %s: %s (%s): %s"
              .formatted(
                  waived.until(),
                  waived.owner(),
                  waived.reason(),
                  waived.url(),
                  joined(waived.findings()));
      case HarnessFault(String reason) -> "harness fault: " + reason;
    };
  }

  private static String joined(List<Finding> findings) {
    return findings.stream().map(Finding::text).collect(Collectors.joining("; "));
  }
}

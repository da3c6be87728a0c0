package io.blockquant.conformance.report.log;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Name what can be wrong with a log; {@code conform verify} exits with the code of each. */
public enum LogProblem {
  /** The run did not end, or the end of the log is gone. */
  TRUNCATED("Log.Truncated", 10, "a log MUST end with the footer of its run"),
  /** A case or result is missing, double, or out of place. */
  CASES("Log.Cases", 11, "a log MUST have one result for each case of its header, in their order"),
  /** The cases are not those of the kit. */
  DIGEST("Log.Digest", 12, "the cases of a log MUST be those of this kit, to the last byte"),
  /** An output is missing or is not what its digest says. */
  DATA("Log.Data", 13, "the outputs that a log names MUST be there, with the bytes it names"),
  /** Judged again, the outputs give another status. */
  STATUS("Log.Status", 14, "a status MUST be what the outputs of the case give"),
  /** The footer counts something else than is there. */
  COUNTS("Log.Counts", 15, "the footer MUST count what the log has"),
  /** Something else was changed after it was written. */
  EDITED("Log.Edited", 16, "a log MUST have the bytes that were written"),
  /** It is no log, or of another version, or passes a limit. */
  MALFORMED("Log.Malformed", 17, "each line of a log MUST be an event that this kit can read");

  private final String code;
  private final int exitCode;
  private final String rule;

  LogProblem(String code, int exitCode, String rule) {
    this.code = code;
    this.exitCode = exitCode;
    this.rule = rule;
  }

  /** Return the code of its messages. */
  public String code() {
    return code;
  }

  /** Return the exit code of {@code conform verify}. */
  public int exitCode() {
    return exitCode;
  }

  /** Return the rule that is broken. */
  public String rule() {
    return rule;
  }

  /** Start a message about a log. */
  public Diagnostic.Builder in(Path file) {
    return Diagnostic.error(code, rule).at(Place.file(file.toString()));
  }

  /** Start a message about a line of a log, counted from 1. */
  public Diagnostic.Builder in(Path file, long line) {
    return Diagnostic.error(code, rule).at(Place.file(file + ":" + line));
  }

  /** Return the problem whose messages have this code. */
  public static Optional<LogProblem> find(String code) {
    return Arrays.stream(values()).filter(problem -> problem.code.equals(code)).findFirst();
  }
}

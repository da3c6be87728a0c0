package io.blockquant.cli.test;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Fact;
import java.util.List;
import java.util.stream.Collectors;

/** Words what stopped a case. */
final class FailureText {

  private FailureText() {}

  /**
   * Return the result of a case that was refused: UNSUPPORTED where every error says so, FAIL where
   * any says more.
   */
  static CaseResult of(String name, BlockquantException refusal) {
    List<Diagnostic> errors = refusal.diagnostics();
    boolean declared = errors.stream().allMatch(FailureText::isDeclared);
    String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    return new CaseResult(
        name,
        declared ? CaseStatus.UNSUPPORTED : CaseStatus.FAIL,
        oneLine(errors.getFirst()) + more,
        String.valueOf(refusal.getMessage()));
  }

  static CaseResult crash(String name, Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    String detail =
        error + List.of(trace).stream().map(at -> "\n  at " + at).collect(Collectors.joining());
    return new CaseResult(name, CaseStatus.FAIL, error + where, detail);
  }

  /** Say whether an error is our answer to something that we do not do. */
  private static boolean isDeclared(Diagnostic error) {
    return error.code().equals("Plan.Unsupported") || error.code().startsWith("Onnx.Unsupported");
  }

  /** Return code, place and facts; the rule where there are no facts. */
  private static String oneLine(Diagnostic error) {
    StringBuilder text = new StringBuilder(error.code()).append(": ").append(error.rule());
    String place = error.place().node() != null ? error.place().node() : error.place().tensor();
    if (place != null) {
      text.append("; at ").append(place);
    }
    for (Fact fact : error.facts()) {
      text.append("; ").append(fact.name()).append(": ").append(fact.value());
    }
    return text.toString();
  }
}

package io.blockquant.conformance.report.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.blockquant.conformance.check.Finding;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hold one case of a log and its result.
 *
 * @param line the line of its result in the log, from 1
 * @param described the case, as {@code CaseJson} describes it
 * @param status what became of it
 * @param exact whether an exact reading objects to nothing; false for what did not pass
 * @param findings what was wrong, or what an exact reading objects to in a pass
 * @param reason why, where there are no findings to say it; may be empty
 * @param url where more is said; may be empty
 * @param seconds how long it took; no verdict depends on it
 * @param outputs the first answer of the backend by name; empty if there was none
 */
public record LogEntry(
    long line,
    JsonNode described,
    LogStatus status,
    boolean exact,
    List<Finding> findings,
    String reason,
    String url,
    double seconds,
    Map<String, LoggedOutput> outputs) {

  public LogEntry {
    findings = List.copyOf(findings);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Return the id of the case. */
  public String id() {
    return text("id");
  }

  /** Return the operator, the first part of the id. */
  public String operator() {
    return id().split("/", -1)[0];
  }

  /** Return the format, the second part of the id. */
  public String format() {
    return id().split("/", -1)[1];
  }

  /** Return a text of the case: rule, text, profile, why; empty if the log has none. */
  public String text(String field) {
    return described.path(field).asText("");
  }

  /** Return why it did not pass, in one line; empty for a pass. */
  public String why() {
    return status == LogStatus.PASS
        ? ""
        : reason.isEmpty()
            ? String.join("; ", findings.stream().map(Finding::text).toList())
            : reason;
  }
}

package io.blockquant.conformance.report.log;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Hold the last line of the log of a run that ended.
 *
 * @param line its number in the log
 * @param counts how many results have each status
 * @param sha256 what it says of all lines before it
 * @param sha256Before the SHA-256 of all lines before it, as they are now
 */
public record LogFooter(
    long line, Map<LogStatus, Long> counts, String sha256, String sha256Before) {

  public LogFooter {
    EnumMap<LogStatus, Long> copy = new EnumMap<>(LogStatus.class);
    copy.putAll(counts);
    counts = Collections.unmodifiableMap(copy);
  }
}

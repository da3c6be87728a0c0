package io.blockquant.conformance.report.log;

import io.blockquant.conformance.runner.Outcome.Tally;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hold a log as it was read. Its lines have the right form; whether they are true is for {@code
 * conform verify} to say. Immutable.
 *
 * @param file the file
 * @param header its first line
 * @param entries the cases that have a result, in the order of the log
 * @param footer its last line; empty for a run that did not end, or a log that was cut
 */
public record RunLog(
    Path file, LogHeader header, List<LogEntry> entries, Optional<LogFooter> footer) {

  public RunLog {
    entries = List.copyOf(entries);
  }

  /** Return how many results have each status; every status is there. */
  public Map<LogStatus, Long> counts() {
    Map<LogStatus, Long> counts = new EnumMap<>(LogStatus.class);
    for (LogStatus status : LogStatus.values()) {
      counts.put(status, entries.stream().filter(e -> e.status() == status).count());
    }
    return counts;
  }

  /** Return how many results are counted there. */
  public long count(Tally tally) {
    return entries.stream().filter(entry -> entry.status().tally() == tally).count();
  }

  /** Return {@code true} if there is a result for every case of the header, and a footer. */
  public boolean isComplete() {
    return footer.isPresent() && entries.stream().map(LogEntry::id).toList().equals(header.ids());
  }

  /** Return {@code N passed, N failed, N skipped}. */
  public String tallies() {
    return "%d passed, %d failed, %d skipped"
        .formatted(count(Tally.PASSED), count(Tally.FAILED), count(Tally.SKIPPED));
  }
}

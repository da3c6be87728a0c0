package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.RunLog;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Render a row per log and case, as RFC 4180 says. */
public final class CsvRendering implements Rendering {

  /** Make the rendering. */
  public CsvRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    StringBuilder text =
        new StringBuilder(
            row(
                Stream.of(
                    "connection",
                    "id",
                    "operator",
                    "format",
                    "rule",
                    "profile",
                    "status",
                    "exact",
                    "seconds",
                    "why")));
    for (RunLog log : logs) {
      log.entries().forEach(entry -> text.append(row(cells(log, entry))));
    }
    return text.toString();
  }

  private static Stream<String> cells(RunLog log, LogEntry entry) {
    return Stream.of(
        log.header().facts().connection(),
        entry.id(),
        entry.operator(),
        entry.format(),
        entry.text("rule"),
        entry.text("profile"),
        entry.status().label(),
        Boolean.toString(entry.exact()),
        Double.toString(entry.seconds()),
        entry.why());
  }

  private static String row(Stream<String> cells) {
    return cells.map(CsvRendering::quote).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

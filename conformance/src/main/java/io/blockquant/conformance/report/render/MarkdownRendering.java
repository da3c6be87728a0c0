package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.Levels;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.runner.Outcome.Tally;
import java.util.List;
import java.util.stream.Collectors;

/** Render a summary for a pull request: what was run, the matrix, and the first failures. */
public final class MarkdownRendering implements Rendering {
  private static final int MOST_FAILURES = 50;

  /** Make the rendering. */
  public MarkdownRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    StringBuilder text = new StringBuilder("# Conformance\n\n");
    text.append("| backend | device | levels | passed | failed | skipped |\n");
    text.append("|---|---|---|---|---|---|\n");
    logs.forEach(log -> text.append(run(log)));
    matrix(logs, text);
    logs.forEach(log -> failures(log, text));
    return text.toString();
  }

  private static String run(RunLog log) {
    List<String> levels = Levels.of(log);
    String shown = levels.isEmpty() ? "none" : String.join(", ", levels);
    return "| `%s` %s | %s | %s | %d | %d | %d |\n"
        .formatted(
            plain(log.header().facts().connection()),
            log.isComplete() ? "" : "(**incomplete**)",
            escape(log.header().facts().device()),
            shown,
            log.count(Tally.PASSED),
            log.count(Tally.FAILED),
            log.count(Tally.SKIPPED));
  }

  private static void matrix(List<RunLog> logs, StringBuilder text) {
    Matrix matrix = Matrix.of(logs);
    text.append("\nPassed of all cases; several backends in the order above.\n\n| operator |");
    matrix.formats().forEach(format -> text.append(' ').append(escape(format)).append(" |"));
    text.append("\n|---|").repeat("---|", matrix.formats().size()).append('\n');
    for (String operator : matrix.operators()) {
      text.append("| ").append(escape(operator)).append(" |");
      for (String format : matrix.formats()) {
        String cells =
            matrix.cell(operator, format).stream()
                .flatMap(List::stream)
                .map(MarkdownRendering::words)
                .collect(Collectors.joining(", "));
        text.append(' ').append(cells).append(" |");
      }
      text.append('\n');
    }
  }

  private static String words(Matrix.Cell cell) {
    String of = cell.count(Tally.PASSED) + "/" + cell.total();
    return cell.count(Tally.FAILED) > 0 ? "**" + of + "**" : of;
  }

  private static void failures(RunLog log, StringBuilder text) {
    List<LogEntry> failed =
        log.entries().stream().filter(e -> e.status().tally() == Tally.FAILED).toList();
    if (failed.isEmpty()) {
      return;
    }
    String connection = plain(log.header().facts().connection());
    text.append("\n## `")
        .append(connection)
        .append("`: ")
        .append(failed.size())
        .append(" failed\n");
    for (LogEntry entry : failed.subList(0, Math.min(MOST_FAILURES, failed.size()))) {
      text.append("\n- `").append(entry.id()).append("` (").append(entry.text("rule"));
      text.append("), ").append(entry.status().words()).append(": ").append(escape(entry.why()));
      text.append("\n  `").append(plain(Repeat.command(log, entry))).append("`\n");
    }
    if (failed.size() > MOST_FAILURES) {
      text.append("\nand ").append(failed.size() - MOST_FAILURES).append(" more\n");
    }
  }

  /** What a backend says of itself is text, never markup. */
  private static String escape(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
  }

  /** Return text that a code span can hold. */
  private static String plain(String text) {
    return text.replaceAll("[`\\r\\n|]+", "'");
  }
}

package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.Levels;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.runner.Outcome.Tally;
import java.util.List;

/** Render a badge for a README: an SVG of one line, that refers to nothing outside itself. */
public final class BadgeRendering implements Rendering {
  private static final String LABEL = "conformance";

  /** Of the 11 pixel face below, measured on its digits; a little generous for letters. */
  private static final double CHARACTER = 6.6;

  private static final int PADDING = 12;

  /** Make the rendering. */
  public BadgeRendering() {}

  @Override
  public String render(List<RunLog> logs) {
    String message = message(logs);
    String colour = colour(logs);
    int left = width(LABEL);
    int right = width(message);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="20" role="img" aria-label="%2$s: %3$s">
      <title>%2$s: %3$s</title>
      <clipPath id="r"><rect width="%1$d" height="20" rx="4"/></clipPath>
      <g clip-path="url(#r)">
        <rect width="%4$d" height="20" fill="#3b4252"/>
        <rect x="%4$d" width="%5$d" height="20" fill="%6$s"/>
      </g>
      <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
        <text x="%7$d" y="14">%2$s</text>
        <text x="%8$d" y="14">%3$s</text>
      </g>
    </svg>
    """
        .formatted(
            left + right,
            LABEL,
            Xml.escape(message),
            left,
            right,
            colour,
            left / 2,
            left + right / 2);
  }

  private static int width(String text) {
    return (int) Math.ceil(text.length() * CHARACTER) + PADDING;
  }

  private static String message(List<RunLog> logs) {
    long failed = logs.stream().mapToLong(log -> log.count(Tally.FAILED)).sum();
    long total = logs.stream().mapToLong(log -> log.entries().size()).sum();
    if (!logs.stream().allMatch(RunLog::isComplete)) {
      return "incomplete";
    }
    if (failed > 0) {
      return failed + " of " + total + " failed";
    }
    List<String> levels = logs.size() == 1 ? Levels.of(logs.getFirst()) : List.of();
    return switch (levels.size()) {
      case 0 -> "no profile complete";
      case 1 -> levels.getFirst();
      default -> {
        boolean exact = levels.stream().allMatch(level -> level.startsWith("Exact:"));
        yield (exact ? "exact" : "conformant") + " in " + levels.size() + " profiles";
      }
    };
  }

  private static String colour(List<RunLog> logs) {
    if (logs.stream().anyMatch(log -> log.count(Tally.FAILED) > 0)) {
      return "#b3261e";
    }
    boolean level = logs.stream().allMatch(log -> log.isComplete() && !Levels.of(log).isEmpty());
    return level ? "#1f7a3d" : "#6b7280";
  }
}

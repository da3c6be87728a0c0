package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.runner.Outcome.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Count results by operator and format, for each log.
 *
 * @param operators the operators, sorted
 * @param formats the formats, sorted
 * @param cells by {@code operator/format}, the counts of each log, in the order of the logs
 */
public record Matrix(List<String> operators, List<String> formats, Map<String, List<Cell>> cells) {

  /**
   * Hold the counts of one log in one cell.
   *
   * @param counts how many results have each status
   */
  public record Cell(Map<LogStatus, Long> counts) {

    /** Return how many results there are. */
    public long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Return how many of them are counted there. */
    public long count(Tally tally) {
      return counts.entrySet().stream()
          .filter(entry -> entry.getKey().tally() == tally)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** Count. */
  public static Matrix of(List<RunLog> logs) {
    TreeSet<String> operators = new TreeSet<>();
    TreeSet<String> formats = new TreeSet<>();
    Map<String, List<Cell>> cells = new LinkedHashMap<>();
    for (int i = 0; i < logs.size(); i++) {
      for (LogEntry entry : logs.get(i).entries()) {
        operators.add(entry.operator());
        formats.add(entry.format());
        cells
            .computeIfAbsent(entry.operator() + "/" + entry.format(), key -> empty(logs.size()))
            .get(i)
            .counts()
            .merge(entry.status(), 1L, Long::sum);
      }
    }
    return new Matrix(List.copyOf(operators), List.copyOf(formats), cells);
  }

  /** Return the counts of each log; empty where no log has a case. */
  public Optional<List<Cell>> cell(String operator, String format) {
    return Optional.ofNullable(cells.get(operator + "/" + format));
  }

  private static List<Cell> empty(int logs) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < logs; i++) {
      cells.add(new Cell(new EnumMap<>(LogStatus.class)));
    }
    return cells;
  }
}

package io.blockquant.cli.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Render a table as RFC 4180 says. */
final class CsvTable {

  private CsvTable() {}

  static String render(Table table) {
    StringBuilder text = new StringBuilder(line(table.columns()));
    table.rows().forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<? extends @Nullable Object> cells) {
    return cells.stream().map(Cells::exact).map(CsvTable::quote).collect(Collectors.joining(","))
        + "\n";
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

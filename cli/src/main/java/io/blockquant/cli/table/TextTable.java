package io.blockquant.cli.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Render tables for people: aligned columns, or Markdown. */
final class TextTable {
  private static final int GAP = 2;

  private TextTable() {}

  /** Return the table in aligned columns, numbers to the right. */
  static String aligned(Table table) {
    int[] widths = widths(table);
    boolean[] numeric = numeric(table);
    StringBuilder text = new StringBuilder();
    List<String> heads =
        table.columns().stream()
            .map(column -> column.replace('_', ' ').toUpperCase(Locale.ROOT))
            .toList();
    line(text, heads, widths, numeric);
    table.rows().forEach(row -> line(text, row, widths, numeric));
    return text.toString();
  }

  /** Return the table as Markdown. */
  static String markdown(Table table) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", table.columns())).append(" |\n");
    text.append("|").repeat("---|", table.columns().size()).append('\n');
    for (List<@Nullable Object> row : table.rows()) {
      text.append('|');
      for (Object cell : row) {
        text.append(' ').append(Cells.text(cell).replace("|", "\\|").replace('\n', ' '));
        text.append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A column of numbers alone is aligned to the right, its head with it. */
  private static boolean[] numeric(Table table) {
    boolean[] numeric = new boolean[table.columns().size()];
    for (int i = 0; i < numeric.length; i++) {
      int column = i;
      numeric[i] =
          table.rows().stream()
              .allMatch(row -> row.get(column) == null || Cells.isNumber(row.get(column)));
    }
    return numeric;
  }

  private static int[] widths(Table table) {
    int[] widths = table.columns().stream().mapToInt(String::length).toArray();
    for (List<@Nullable Object> row : table.rows()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], oneLine(row.get(i)).length());
      }
    }
    return widths;
  }

  private static void line(
      StringBuilder text, List<? extends @Nullable Object> cells, int[] widths, boolean[] numeric) {
    int start = text.length();
    for (int i = 0; i < widths.length; i++) {
      String cell = oneLine(cells.get(i));
      int padding = widths[i] - cell.length();
      if (numeric[i]) {
        text.repeat(' ', padding).append(cell).repeat(' ', GAP);
      } else {
        text.append(cell).repeat(' ', padding + GAP);
      }
    }
    int end = text.length();
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    text.setLength(end);
    text.append('\n');
  }

  private static String oneLine(@Nullable Object cell) {
    return String.join(" ", Arrays.asList(Cells.text(cell).split("\\R")));
  }
}

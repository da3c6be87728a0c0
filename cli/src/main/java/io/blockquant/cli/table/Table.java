package io.blockquant.cli.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold a table: columns by name, rows of cells.
 *
 * <p>A cell is a {@link String}, a {@link Number}, a {@link Boolean}, a {@link List} of these or
 * null where there is nothing to say. Numbers stay numbers, so that JSON readers need not parse
 * text. Not thread-safe.
 */
public final class Table {
  private final String name;
  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /**
   * Start a table.
   *
   * @param name its key in JSON and its title elsewhere, in words joined by underscores
   * @param columns the columns, named likewise
   */
  public Table(String name, String... columns) {
    this.name = name;
    this.columns = List.of(columns);
  }

  /** Add a row with one cell per column. */
  public Table row(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          name + " has " + columns.size() + " columns, the row has " + cells.length);
    }
    List<@Nullable Object> row = new ArrayList<>();
    Collections.addAll(row, cells);
    rows.add(Collections.unmodifiableList(row));
    return this;
  }

  /** Return the name. */
  public String name() {
    return name;
  }

  /** Return the name as people read it: {@code memory per tensor}. */
  public String title() {
    return name.replace('_', ' ');
  }

  /** Return the columns. */
  public List<String> columns() {
    return columns;
  }

  /** Return the rows so far. */
  public List<List<@Nullable Object>> rows() {
    return Collections.unmodifiableList(rows);
  }
}

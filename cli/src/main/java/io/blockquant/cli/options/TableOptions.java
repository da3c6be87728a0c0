package io.blockquant.cli.options;

import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.cli.table.TablePrinter;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of the verbs that print tables. */
public final class TableOptions {

  /** Make the options; picocli does. */
  public TableOptions() {}

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How to print tables: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private TableFormat format = TableFormat.TABLE;

  /** Return the format. */
  public TableFormat format() {
    return format;
  }

  /** Print one table. */
  public void print(PrintWriter out, Table table) {
    TablePrinter.print(out, format, table);
  }

  /** Print several tables. */
  public void print(PrintWriter out, List<Table> tables) {
    TablePrinter.print(out, format, tables);
  }
}

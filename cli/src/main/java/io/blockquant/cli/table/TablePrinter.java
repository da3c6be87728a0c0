package io.blockquant.cli.table;

import java.io.PrintWriter;
import java.util.List;

/** Print tables in the format that the user chose. */
public final class TablePrinter {

  private TablePrinter() {}

  /** Print one table; JSON is an array of objects. */
  public static void print(PrintWriter out, TableFormat format, Table table) {
    out.print(
        switch (format) {
          case TABLE -> TextTable.aligned(table);
          case JSON -> JsonTable.array(table);
          case CSV -> CsvTable.render(table);
          case MD -> TextTable.markdown(table);
        });
    out.flush();
  }

  /** Print several tables under their titles; JSON is one object of arrays, by table name. */
  public static void print(PrintWriter out, TableFormat format, List<Table> tables) {
    if (format == TableFormat.JSON) {
      out.print(JsonTable.object(tables));
      out.flush();
      return;
    }
    String separator = "";
    for (Table table : tables) {
      out.print(separator);
      out.print(
          switch (format) {
            case TABLE -> table.title() + "\n";
            case MD -> "### " + table.title() + "\n\n";
            // A comment line is not CSV, but a reader of several tables must find their starts.
            case CSV -> "# " + table.title() + "\n";
            case JSON -> "";
          });
      print(out, format, table);
      separator = "\n";
    }
  }
}

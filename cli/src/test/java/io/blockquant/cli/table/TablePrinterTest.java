package io.blockquant.cli.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
  private static final Table TABLE =
      new Table("some_things", "name", "count", "mean_value", "notes")
          .row("a|b", 7, -0.0, List.of("x", "y"))
          .row("say \"hi\", now", null, 1234567.891, List.of())
          .row("two\nlines", 12, Double.NaN, null);

  @Test
  void textAlignsNumbersToTheRight() {
    assertEquals(
        """
        NAME           COUNT   MEAN VALUE  NOTES
        a|b                7           -0  x; y
        say "hi", now         1.23457e+06
        two lines         12          NaN
        """,
        print(TableFormat.TABLE));
  }

  @Test
  void markdownEscapesWhatWouldBreakIt() {
    assertEquals(
        """
        | name | count | mean_value | notes |
        |---|---|---|---|
        | a\\|b | 7 | -0 | x; y |
        | say "hi", now |  | 1.23457e+06 |  |
        | two lines | 12 | NaN |  |
        """,
        print(TableFormat.MD));
  }

  @Test
  void csvQuotesAndKeepsAllDigits() {
    assertEquals(
        """
        name,count,mean_value,notes
        a|b,7,-0.0,x; y
        "say ""hi"", now",,1234567.891,
        "two
        lines",12,NaN,
        """,
        print(TableFormat.CSV));
  }

  @Test
  void jsonKeepsNumbersNumbers() throws IOException {
    JsonNode rows = new ObjectMapper().readTree(print(TableFormat.JSON));
    assertEquals(3, rows.size());
    assertTrue(rows.path(0).path("count").isInt());
    assertEquals(1234567.891, rows.path(1).path("mean_value").asDouble());
    assertTrue(rows.path(1).path("count").isNull());
    assertEquals("NaN", rows.path(2).path("mean_value").asText());
    assertEquals(2, rows.path(0).path("notes").size());
  }

  @Test
  void severalTablesAreOneJsonObjectAndTitledElsewhere() throws IOException {
    List<Table> two = List.of(TABLE, new Table("others", "x").row(1));
    JsonNode all = new ObjectMapper().readTree(print(TableFormat.JSON, two));
    assertEquals(3, all.path("some_things").size());
    assertEquals(1, all.path("others").path(0).path("x").asInt());
    assertTrue(print(TableFormat.TABLE, two).endsWith("\nothers\nX\n1\n"));
    assertTrue(print(TableFormat.MD, two).startsWith("### some things\n\n| name"));
    assertTrue(print(TableFormat.CSV, two).contains("\n# others\nx\n1\n"));
  }

  @Test
  void aRowHasACellForEachColumn() {
    Table table = new Table("t", "a", "b");
    assertThrows(IllegalArgumentException.class, () -> table.row(1));
  }

  private static String print(TableFormat format) {
    StringWriter text = new StringWriter();
    TablePrinter.print(new PrintWriter(text), format, TABLE);
    return text.toString();
  }

  private static String print(TableFormat format, List<Table> tables) {
    StringWriter text = new StringWriter();
    TablePrinter.print(new PrintWriter(text), format, tables);
    return text.toString();
  }
}

package io.blockquant.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a log claims is bounded and checked; what is wrong is named with its line. */
class LogReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version":1             | "version":9                  | Log.Malformed | 1 | version
          "version":1             | "version":1,"version":1      | Log.Malformed | 1 | Duplicate
          "event":"header"        | "event":"footer"             | Log.Malformed | 1 | header
          "count":                | "count":1                    | Log.Cases     | 1 | ids
          "event":"case"          | "event":"box"                | Log.Malformed | 2 | box
          "status":"pass"         | "status":"splendid"          | Log.Malformed | 3 | splendid
          "exact":true            | "exact":"yes"                | Log.Malformed | 3 | exact
          "seconds":              | "seconds":[1],"x":           | Log.Malformed | 3 | seconds
          "dims":[                | "dims":[-1,                  | Log.Malformed | 3 | dims
          "dims":[                | "dims":[4611686018427387904, | Log.Malformed | 3 | dims
          "sha256":"              | "sha256":"../../             | Log.Malformed | 3 | sha256
          "event":"result","id":" | "event":"result","id":"x     | Log.Cases     | 3 | follow
          "findings":[]           | "findings":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]  | Log.Malformed | 3 | depth
          """)
  void namesTheLine(String before, String after, String code, int line, String fact)
      throws IOException {
    Diagnostic found = refused(text -> text.replaceFirst(Pattern.quote(before), after));
    assertEquals(code, found.code());
    assertTrue(
        String.valueOf(found.place().file()).endsWith("events.jsonl:" + line), found::toString);
    assertTrue(found.toString().contains(fact), found::toString);
  }

  @Test
  void aSecondResultOfACase() throws IOException {
    Diagnostic found =
        refused(text -> {
          String[] lines = text.split("\n", -1);
          return text.replace(lines[3], lines[1]).replace(lines[4], lines[2]);
        });
    assertEquals("Log.Cases", found.code());
    assertTrue(found.toString().contains("a second result of"), found::toString);
  }

  @Test
  void aCaseWithoutItsResult() throws IOException {
    Diagnostic found = refused(text -> text.replace(text.split("\n", -1)[2] + "\n", ""));
    assertEquals("Log.Cases", found.code());
    assertTrue(found.toString().contains("has no result"), found::toString);
  }

  @Test
  void anEventAfterTheFooter() throws IOException {
    assertEquals("Log.Edited", refused(text -> text + "{\"event\":\"case\"}\n").code());
  }

  @Test
  void aLineWithoutAnEndIsNotKeptInMemory() throws IOException {
    Diagnostic found = refused(text -> text + "x".repeat((16 << 20) + 1));
    assertEquals("Log.Malformed", found.code());
    assertTrue(found.toString().contains("more than 16777216 bytes"), found::toString);
  }

  @Test
  void whatIsNoLog() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "hello\n");
    BlockquantException found = assertThrows(BlockquantException.class, () -> LogReader.read(file));
    assertTrue(String.valueOf(found.getMessage()).contains("notes.txt:1"), found::getMessage);
    Files.writeString(file, "");
    assertThrows(BlockquantException.class, () -> LogReader.read(file));
    assertThrows(UncheckedIOException.class, () -> LogReader.read(folder));
  }

  private Diagnostic refused(UnaryOperator<String> edit) throws IOException {
    Path file = Runs.reference(folder, Runs.cases("documented"));
    Runs.edit(file, edit);
    return assertThrows(BlockquantException.class, () -> LogReader.read(file))
        .diagnostics()
        .getFirst();
  }
}

package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** From a run to its log, its verification, its reports; and the cases as ONNX backend tests. */
class ConformLogsTest {
  private static final String CONNECTION = "inproc:reference";
  @TempDir private Path folder;

  @BeforeEach
  void run() {
    CommandRun run =
        CommandRun.of("conform", "run", CONNECTION, "--profile", "documented", "--out", folder);
    assertEquals(0, run.exitCode(), run::err);
  }

  @Test
  void verifyConfirmsATrueLog() {
    CommandRun verified = CommandRun.of("conform", "verify", folder);
    assertEquals(0, verified.exitCode(), verified::err);
    assertTrue(verified.out().contains("levels: Exact:documented"), verified::out);
  }

  @Test
  void verifyHasAnExitCodeForEachWayToChangeALog() throws IOException {
    Path log = folder.resolve("events.jsonl");
    String whole = Files.readString(log);
    String footer = whole.substring(whole.lastIndexOf("{\"event\":\"footer\""));
    assertEquals(10, verify(log, whole.replace(footer, "")));
    String[] lines = whole.split("\n", -1);
    String second = lines[3] + "\n" + lines[4] + "\n";
    assertEquals(11, verify(log, whole.replace(second, "")));
    assertEquals(12, verify(log, whole.replaceFirst("\"digest\":\"..", "\"digest\":\"xx")));
    assertEquals(13, verify(log, whole.replaceFirst("\"sha256\":\"..", "\"sha256\":\"00")));
    assertEquals(14, verify(log, whole.replaceFirst("\"status\":\"pass\"", "\"status\":\"fail\"")));
    assertEquals(15, verify(log, whole.replaceFirst("\"crashed\":0", "\"crashed\":1")));
    assertEquals(16, verify(log, whole.replaceFirst("\"started\":\"..", "\"started\":\"31")));
    assertEquals(17, verify(log, whole.replaceFirst("\"version\":1", "\"version\":2")));
    assertEquals(2, CommandRun.of("conform", "verify", folder.resolve("none")).exitCode());
  }

  private static int verify(Path log, String text) throws IOException {
    Files.writeString(log, text);
    CommandRun run = CommandRun.of("conform", "verify", log);
    assertEquals("", run.out());
    assertTrue(run.err().contains("error[Log.") && run.err().contains("help:"), run::err);
    return run.exitCode();
  }

  @Test
  void everyFormOfReport() throws Exception {
    assertEquals(0, CommandRun.of("conform", "report", folder, folder).exitCode());
    assertTrue(Files.readString(folder.resolve("index.html")).startsWith("<!doctype html>"));
    Document junit =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(report("junit").getBytes(StandardCharsets.UTF_8)));
    int cases = new ObjectMapper().readTree(report("json")).path(0).path("cases").size();
    assertTrue(cases >= 12);
    assertEquals(cases, junit.getElementsByTagName("testcase").getLength());
    assertEquals(0, junit.getElementsByTagName("failure").getLength());
    assertEquals(cases + 1, report("csv").lines().count());
    assertTrue(report("md").contains("Exact:documented"));
    assertTrue(report("badge").contains("Exact:documented"));
  }

  private String report(String format) {
    CommandRun run = CommandRun.of("conform", "report", folder, "-o", format, "-f", "-");
    assertEquals(0, run.exitCode(), run::err);
    return run.out();
  }

  @Test
  void exportedCasesPassAsOnnxBackendTests() {
    Path cases = folder.resolve("cases");
    CommandRun export =
        CommandRun.of(
            "conform", "export", "--profile", "documented", "--format", "onnx-backend-test", cases);
    assertEquals(0, export.exitCode(), export::err);
    assertTrue(Files.isDirectory(cases.resolve("standard")));
    assertTrue(Files.isDirectory(cases.resolve("trt")));
    CommandRun test = CommandRun.of("test", cases);
    assertEquals(0, test.exitCode(), test::out);
    assertTrue(test.lastLine().endsWith(" passed, 0 failed, 0 skipped"), test::lastLine);
  }
}

package io.blockquant.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Divergence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.DataFiles;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.LoggedOutput.Data;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final List<ConformanceCase> CASES = Runs.cases("documented");
  @TempDir Path folder;

  @Test
  void aWholeRunReadsBack() {
    RunLog log = LogReader.read(Runs.reference(folder.resolve("new"), CASES));
    assertTrue(log.isComplete());
    assertEquals(CASES.stream().map(ConformanceCase::id).toList(), log.header().ids());
    assertEquals(CaseDigest.of(CASES), log.header().digest());
    assertEquals("inproc:test", log.header().facts().connection());
    assertEquals(CASES.size(), log.counts().get(LogStatus.PASS));
    assertEquals(log.counts(), log.footer().orElseThrow().counts());
    assertEquals(log.footer().orElseThrow().sha256(), log.footer().orElseThrow().sha256Before());
    LogEntry first = log.entries().getFirst();
    assertEquals(CASES.getFirst().id(), first.id());
    assertEquals(CASES.getFirst().rule(), first.text("rule"));
    assertTrue(
        first.outputs().values().stream().anyMatch(o -> o.data() instanceof Data.SameAsExpected));
  }

  @Test
  void everyOutcomeReadsBack() {
    Divergence divergence =
        new Divergence(
            "FLOAT",
            2,
            8,
            List.of(
                new Divergence.Element(3, false, 0x7fc00000L, 0x80000000L, Double.NaN, -0.0, 1, 0),
                new Divergence.Element(4, true, 1, 1, Double.NEGATIVE_INFINITY, 5, Double.NaN, -1)),
            new TreeMap<>(Map.of(-1, 1L, 16, 1L)),
            1);
    Finding finding = new Finding("it differs", "y", Optional.of(divergence));
    List<Outcome> outcomes =
        List.of(
            new Outcome.Passed(List.of(finding)),
            Outcome.failed(finding),
            new Outcome.NotClaimed("no FP4", "https://acme.example/1"),
            new Outcome.TimedOut("after 5 s"),
            new Outcome.Crashed("signal 11"),
            new Outcome.Waived(
                List.of(finding), "errata 7", "https://acme.example/2", "kim", LocalDate.EPOCH),
            new Outcome.HarnessFault("wrong seq"));
    RunLog log = logged(outcomes, Map.of());
    assertEquals(
        outcomes.stream().map(Outcome::status).toList(),
        log.entries().stream().map(e -> e.status().label()).toList());
    assertEquals(List.of(finding), log.entries().get(0).findings());
    assertFalse(log.entries().get(0).exact());
    assertEquals(List.of(finding), log.entries().get(1).findings());
    assertEquals("no FP4", log.entries().get(2).reason());
    assertEquals("https://acme.example/1", log.entries().get(2).url());
    assertEquals("after 5 s", log.entries().get(3).why());
    assertEquals("errata 7", log.entries().get(5).reason());
    assertEquals("1 passed, 4 failed, 2 skipped", log.tallies());
  }

  @Test
  void largeOutputsHaveAFileOfTheirOwnThatTheyShare() throws IOException {
    Tensor large = Tensor.allocate(ElementType.INT8, Shape.of(1 << 17));
    Tensor small = Tensor.ofFloats(Shape.of(2), 1, -2);
    RunLog log =
        logged(List.of(Outcome.PASSED, Outcome.PASSED), Map.of("a", large, "b", large, "c", small));
    Map<String, ?> outputs = log.entries().getFirst().outputs();
    assertEquals(List.of("a", "b", "c"), List.copyOf(outputs.keySet()));
    Data.File file = (Data.File) log.entries().getFirst().outputs().get("a").data();
    assertEquals(1 << 17, Files.size(new DataFiles(folder).path(file.sha256())));
    assertEquals(
        new Data.Inline("AACAPwAAAMA="), log.entries().getFirst().outputs().get("c").data());
    try (var files = Files.list(folder.resolve("data"))) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aRunThatDidNotEndReadsAsFarAsItWent() throws IOException {
    Path file = Runs.reference(folder, CASES);
    String whole = Files.readString(file);
    Runs.edit(file, text -> text.substring(0, text.lastIndexOf("{\"event\":\"result\"") + 40));
    RunLog cut = LogReader.read(folder);
    assertFalse(cut.isComplete());
    assertTrue(cut.footer().isEmpty());
    assertEquals(CASES.size() - 1, cut.entries().size());
    // Each line is in the file as soon as it is written, whole.
    try (EventLog log = EventLog.open(folder)) {
      log.header(LogHeader.Facts.of("inproc:test", "test:0", List.of()), CASES);
      assertEquals(1, Files.readString(file).lines().count());
    }
    assertTrue(whole.length() > Files.size(file));
  }

  @Test
  void aLogHasOneResultPerCaseOfItsHeader() {
    CaseResult result = new CaseResult(CASES.getFirst(), Outcome.PASSED, Map.of(), 0);
    try (EventLog log = EventLog.open(folder)) {
      log.header(LogHeader.Facts.of("inproc:test", "test:0", List.of()), CASES.subList(0, 2));
      log.result(result);
      assertThrows(IllegalStateException.class, () -> log.result(result));
      assertThrows(IllegalStateException.class, log::footer);
    }
  }

  private RunLog logged(List<Outcome> outcomes, Map<String, Tensor> outputs) {
    try (EventLog log = EventLog.open(folder)) {
      log.header(
          LogHeader.Facts.of("inproc:test", "test:0", List.of("documented")),
          CASES.subList(0, outcomes.size()));
      for (int i = 0; i < outcomes.size(); i++) {
        log.result(new CaseResult(CASES.get(i), outcomes.get(i), outputs, 0.25));
      }
      log.footer();
    }
    return LogReader.read(folder);
  }
}

package io.blockquant.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.report.log.LogProblem;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.report.verify.LogVerifier;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Outcome.Tally;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A true log is confirmed, whatever it says of the backend; each way to change it has its code. */
class LogVerifierTest {
  private static final List<ConformanceCase> CASES = Runs.cases("documented");
  @TempDir Path folder;

  @Test
  void trueLogsOfRightAndWrongBackends() {
    assertEquals(List.of(), verify(Runs.reference(folder, CASES)));
    assertEquals(List.of(), verify(Runs.write(folder, CASES, Runs::wrongBit)));
    assertTrue(LogReader.read(folder).count(Tally.FAILED) > CASES.size() / 2);
  }

  @Test
  void aRunThatDidNotEnd() throws IOException {
    assertRefused(LogProblem.TRUNCATED, text -> Runs.without(text, "\"event\":\"footer\""));
  }

  @Test
  void aCaseIsGone() throws IOException {
    String id = "\"id\":\"" + CASES.get(1).id() + "\"";
    Diagnostic found = assertRefused(LogProblem.CASES, text -> Runs.without(text, id));
    assertTrue(found.toString().contains(CASES.get(1).id()), found::toString);
  }

  @Test
  void aCaseIsGoneFromTheHeaderToo() throws IOException {
    String id = CASES.get(1).id();
    assertRefused(
        LogProblem.DIGEST,
        text ->
            Runs.without(text, "\"id\":\"" + id + "\"")
                .replace("\"" + id + "\",", "")
                .replace("\"count\":" + CASES.size(), "\"count\":" + (CASES.size() - 1)));
  }

  @Test
  void theDigestIsAnother() throws IOException {
    assertRefused(
        LogProblem.DIGEST,
        text ->
            text.replace("\"digest\":\"", "\"digest\":\"0").replace("0\",\"count", "\",\"count"));
  }

  @Test
  void aCaseIsDescribedOtherwise() throws IOException {
    assertRefused(
        LogProblem.DIGEST,
        text -> text.replaceFirst("\"requirement\":\"MUST\"", "\"requirement\":\"SHOULD\""));
  }

  @Test
  void aFailureBecameAPass() throws IOException {
    Path file = Runs.write(folder, CASES, Runs::wrongBit);
    assertRefused(
        file,
        LogProblem.STATUS,
        text -> text.replaceFirst("\"status\":\"fail\"", "\"status\":\"pass\",\"exact\":true"));
  }

  @Test
  void aFailureBecameADeclaredGap() throws IOException {
    Path file = Runs.write(folder, CASES, Runs::wrongBit);
    assertRefused(
        file,
        LogProblem.STATUS,
        text ->
            text.replaceFirst(
                "\"status\":\"fail\"", "\"status\":\"not_claimed\",\"reason\":\"x\""));
  }

  @Test
  void aPassBecameAFailure() throws IOException {
    assertRefused(
        LogProblem.STATUS, text -> text.replaceFirst("\"status\":\"pass\"", "\"status\":\"fail\""));
  }

  @Test
  void anOutputIsOfAnotherBackend() throws IOException {
    Path file = Runs.write(folder, CASES, Runs::wrongBit);
    String wrong = "\"data\":\"";
    assertRefused(file, LogProblem.STATUS, text -> text.replaceFirst(wrong + "..", wrong + "zz"));
  }

  @Test
  void aPassWithoutOutputsIsNoEvidence() throws IOException {
    assertRefused(
        LogProblem.STATUS, text -> text.replaceFirst("\"outputs\":\\{.*\\}\\}", "\"outputs\":{}}"));
  }

  @Test
  void theCountsAreOthers() throws IOException {
    assertRefused(
        LogProblem.COUNTS,
        text -> text.replace("{\"pass\":" + CASES.size(), "{\"pass\":" + (CASES.size() + 1)));
  }

  @Test
  void somethingElseWasEdited() throws IOException {
    assertRefused(LogProblem.EDITED, text -> text.replace("test:0", "test:1"));
  }

  @Test
  void aDataFileIsMissingOrChanged() throws IOException {
    Path file = Runs.write(folder, CASES, LogVerifierTest::large);
    assertEquals(List.of(), verify(file));
    Path data;
    try (var files = Files.list(folder.resolve("data"))) {
      data = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(data);
    bytes[7]++;
    Files.write(data, bytes);
    assertEquals(LogProblem.DATA.code(), verify(file).getFirst().code());
    Files.delete(data);
    assertEquals(LogProblem.DATA.code(), verify(file).getFirst().code());
  }

  @Test
  void everyProblemHasAnExitCodeOfItsOwn() {
    assertEquals(
        LogProblem.values().length,
        Arrays.stream(LogProblem.values()).map(LogProblem::exitCode).distinct().count());
  }

  /** What a case expects is never so large here; an output of a wrong shape is. */
  private static CaseResult large(CaseResult right) {
    Tensor large = Tensor.allocate(ElementType.INT8, Shape.of(1 << 17));
    String output = right.conformanceCase().checks().getFirst().output();
    CaseResult judged = Judged.again(right.conformanceCase(), Map.of(output, large));
    assertTrue(judged.outcome() instanceof Outcome.Failed);
    return judged;
  }

  private Diagnostic assertRefused(LogProblem problem, UnaryOperator<String> edit)
      throws IOException {
    return assertRefused(Runs.reference(folder, CASES), problem, edit);
  }

  private static Diagnostic assertRefused(Path file, LogProblem problem, UnaryOperator<String> edit)
      throws IOException {
    Runs.edit(file, edit);
    Diagnostic found = verify(file).getFirst();
    assertEquals(problem.code(), found.code(), found::toString);
    return found;
  }

  private static List<Diagnostic> verify(Path file) {
    try {
      return LogVerifier.verify(LogReader.read(file));
    } catch (BlockquantException e) {
      return e.diagnostics();
    }
  }
}

package io.blockquant.conformance.report.verify;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.Evidence;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.report.log.DataFiles;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogProblem;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.LoggedOutput;
import io.blockquant.conformance.report.log.LoggedOutput.Data;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.report.log.Sha256;
import io.blockquant.conformance.runner.Judgement;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges one result of a log again. */
final class Rejudge {
  private static final String AGAIN =
      "run the cases again; a log is evidence only as it was written";

  private final Path file;
  private final DataFiles data;

  Rejudge(RunLog log) {
    file = log.file();
    data = new DataFiles(file.toAbsolutePath().normalize().resolveSibling(""));
  }

  /** Says which output cannot be had, and why. */
  private static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String output;
    private final String why;

    Unavailable(String output, String why) {
      super(output + ": " + why);
      this.output = output;
      this.why = why;
    }
  }

  /** Return what is wrong with the result; empty if nothing is. */
  Optional<Diagnostic> problem(LogEntry entry, ConformanceCase test) {
    if (!entry.status().isJudged()) {
      boolean told = entry.outputs().isEmpty() && entry.findings().isEmpty();
      return !told
          ? status(entry, "no outputs and no findings", "some, so it was run and judged")
          : entry.reason().isBlank() ? status(entry, "a reason", "none") : Optional.empty();
    }
    if (test.refusal().isPresent()) {
      return refusal(entry);
    }
    try {
      Map<String, Tensor> outputs = outputs(entry, test);
      if (outputs.isEmpty() && entry.status() == LogStatus.PASS) {
        return status(entry, "a pass that shows its outputs", "a pass without outputs");
      }
      return outputs.isEmpty() ? unanswered(entry) : judged(entry, test, outputs);
    } catch (Unavailable e) {
      return Optional.of(
          LogProblem.DATA
              .in(file, entry.line())
              .fact("case", entry.id())
              .fact("output", e.output)
              .fact("found", e.why)
              .help("keep the folder data/ beside the log, unchanged, or run the cases again")
              .build());
    }
  }

  /** How a graph was refused is not in the log; a pass has nothing to object to. */
  private Optional<Diagnostic> refusal(LogEntry entry) {
    boolean passed = entry.status() == LogStatus.PASS;
    return passed == entry.findings().isEmpty()
        ? Optional.empty()
        : status(entry, passed ? "no findings" : "a finding", passed ? "some" : "none");
  }

  /** A backend that threw has findings and no outputs. */
  private Optional<Diagnostic> unanswered(LogEntry entry) {
    return entry.findings().isEmpty() ? status(entry, "a finding", "none") : Optional.empty();
  }

  private Optional<Diagnostic> judged(
      LogEntry entry, ConformanceCase test, Map<String, Tensor> outputs) {
    Outcome again = Judgement.of(test, new Evidence(test.inputs(), outputs), List.of());
    boolean passes = again instanceof Outcome.Passed;
    List<Finding> found =
        switch (again) {
          case Outcome.Passed passed -> passed.deviations();
          case Outcome.Failed(List<Finding> findings) -> findings;
          default -> List.of(); // Judgement gives no other
        };
    if (entry.status() == LogStatus.PASS) {
      return !passes
          ? status(entry, "fail: " + found.getFirst().text(), "pass")
          : entry.exact() != found.isEmpty()
              ? status(entry, "exact: " + found.isEmpty(), "exact: " + entry.exact())
              : Optional.empty();
    }
    List<String> logged = entry.findings().stream().map(Finding::text).toList();
    if (!passes) {
      // What else was found, guard bytes and the like, may come on top.
      return logged.containsAll(found.stream().map(Finding::text).toList())
          ? Optional.empty()
          : status(entry, found.getFirst().text(), logged.isEmpty() ? "none" : logged.getFirst());
    }
    boolean believable = entry.findings().stream().anyMatch(f -> f.divergence().isEmpty());
    return believable
        ? Optional.empty()
        : status(entry, "pass", entry.status().label() + ", with outputs that every check accepts");
  }

  private Optional<Diagnostic> status(LogEntry entry, String expected, String found) {
    return Optional.of(
        LogProblem.STATUS
            .in(file, entry.line())
            .fact("case", entry.id())
            .fact("status", entry.status().label())
            .fact("expected", expected)
            .fact("found", found)
            .help(AGAIN)
            .build());
  }

  private Map<String, Tensor> outputs(LogEntry entry, ConformanceCase test) throws Unavailable {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, LoggedOutput> each : entry.outputs().entrySet()) {
      outputs.put(each.getKey(), tensor(each.getKey(), each.getValue(), test));
    }
    return outputs;
  }

  private Tensor tensor(String name, LoggedOutput output, ConformanceCase test) throws Unavailable {
    return switch (output.data()) {
      case Data.SameAsExpected(String sha256) -> expected(name, sha256, output, test);
      case Data.Inline(String base64) -> {
        try {
          yield tensor(name, output, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
          throw new Unavailable(name, "no Base64: " + e.getMessage());
        }
      }
      case Data.File(String sha256) -> tensor(name, output, bytes(name, sha256, output));
    };
  }

  private static Tensor expected(
      String name, String sha256, LoggedOutput output, ConformanceCase test) throws Unavailable {
    for (Check check : test.checks()) {
      Tensor expected = check.expected();
      if (check.output().equals(name)
          && expected.elementType() == output.type()
          && expected.shape().equals(output.shape())
          && Sha256.of(TensorArrays.toBytes(expected)).equals(sha256)) {
        return expected;
      }
    }
    throw new Unavailable(name, "'the same as expected', with a digest that is not expected's");
  }

  private byte[] bytes(String name, String sha256, LoggedOutput output) throws Unavailable {
    Path stored = data.path(sha256);
    Path shown = Path.of("data").resolve(stored.getFileName());
    try {
      if (!Files.isRegularFile(stored, LinkOption.NOFOLLOW_LINKS)) {
        throw new Unavailable(name, "no file " + shown);
      }
      if (Files.size(stored) != output.byteSize()) {
        throw new Unavailable(
            name, shown + " of " + Files.size(stored) + " bytes, expected " + output.byteSize());
      }
      byte[] bytes = Files.readAllBytes(stored);
      if (!Sha256.of(bytes).equals(sha256)) {
        throw new Unavailable(name, shown + " with other bytes than its name says");
      }
      return bytes;
    } catch (IOException e) {
      throw new Unavailable(name, shown + ": " + e);
    }
  }

  private static Tensor tensor(String name, LoggedOutput output, byte[] bytes) throws Unavailable {
    if (bytes.length != output.byteSize()) {
      throw new Unavailable(name, bytes.length + " bytes, expected " + output.byteSize());
    }
    return TensorArrays.ofBytes(output.type(), output.shape(), bytes);
  }
}

package io.blockquant.conformance.report.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.report.CaseDigest;
import io.blockquant.conformance.report.CaseJson;
import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.LogFooter;
import io.blockquant.conformance.report.log.LogProblem;
import io.blockquant.conformance.report.log.LogStatus;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.core.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Check that a log is whole and true: the cases are the kit's, each has a result, and each status
 * is what the outputs give when they are judged again.
 *
 * <p>What has no output (a crash, a refusal, a byte changed beyond its buffer) can only be
 * believed; and whoever rewrites outputs, statuses, counts and digest together has written another
 * log. A log proves what it says to somebody who trusts where it was made.
 */
public final class LogVerifier {
  private static final int MOST = 20;
  private static final String AGAIN =
      "run the cases again; a log is evidence only as it was written";

  private final RunLog log;
  private final List<Diagnostic> problems = new ArrayList<>();

  private LogVerifier(RunLog log) {
    this.log = log;
  }

  /**
   * Return what is wrong with the log, each problem with a code of {@link LogProblem}; empty if
   * nothing is. At most {@value #MOST} problems are listed.
   */
  public static List<Diagnostic> verify(RunLog log) {
    LogVerifier verifier = new LogVerifier(log);
    verifier.run();
    return List.copyOf(verifier.problems.subList(0, Math.min(MOST, verifier.problems.size())));
  }

  private void run() {
    requireFooter();
    requireEveryCase();
    requireCasesOfTheKit();
    log.footer().ifPresent(this::requireCounts);
    // Last, as any edit breaks it: what is more to the point has been said by then.
    if (problems.isEmpty()) {
      log.footer().ifPresent(this::requireBytes);
    }
  }

  private void requireFooter() {
    if (log.footer().isEmpty()) {
      problems.add(
          LogProblem.TRUNCATED
              .in(log.file())
              .fact("expected", log.header().ids().size() + " results and a footer")
              .fact("found", log.entries().size() + " results, no footer")
              .help("let the run end; a run that crashed has to be repeated")
              .build());
    }
  }

  private void requireEveryCase() {
    List<String> found = log.entries().stream().map(LogEntry::id).toList();
    List<String> expected = log.header().ids();
    if (log.footer().isEmpty() || found.equals(expected)) {
      return;
    }
    Set<String> missing = new HashSet<>(expected);
    found.forEach(missing::remove);
    Set<String> unknown = new HashSet<>(found);
    expected.forEach(unknown::remove);
    problems.add(
        LogProblem.CASES
            .in(log.file())
            .fact("expected", expected.size() + " cases, as the header lists them")
            .fact("found", found.size() + " results")
            .fact("without a result", first(missing))
            .fact("not in the header", first(unknown))
            .help(AGAIN)
            .build());
  }

  private static String first(Set<String> ids) {
    List<String> sorted = ids.stream().sorted().toList();
    return sorted.isEmpty()
        ? "none"
        : sorted.getFirst() + (sorted.size() > 1 ? " and " + (sorted.size() - 1) + " more" : "");
  }

  private void requireCasesOfTheKit() {
    Map<String, ConformanceCase> kit = new HashMap<>();
    Profiles.find(Profiles.ALL).orElseThrow().cases().forEach(each -> kit.put(each.id(), each));
    Set<String> unknown = new HashSet<>(log.header().ids());
    unknown.removeAll(kit.keySet());
    List<ConformanceCase> cases =
        log.header().ids().stream()
            .filter(kit::containsKey)
            .map(id -> Objects.requireNonNull(kit.get(id)))
            .toList();
    String digest = CaseDigest.of(cases);
    if (!unknown.isEmpty() || !digest.equals(log.header().digest())) {
      problems.add(
          LogProblem.DIGEST
              .in(log.file(), 1)
              .fact("expected", digest)
              .fact("found", log.header().digest())
              .fact("cases that this kit does not have", first(unknown))
              .fact("kit of the log", log.header().kit())
              .help("verify it with the kit that wrote it; if this is the one, the log was edited")
              .build());
      return; // Judged by other cases, every result would look wrong.
    }
    Rejudge rejudge = new Rejudge(log);
    for (LogEntry entry : log.entries()) {
      ConformanceCase test = kit.get(entry.id());
      if (test == null || problems.size() >= MOST) {
        continue; // not in the header, which has been said
      }
      if (!described(entry).equals(CaseJson.of(test))) {
        problems.add(
            LogProblem.DIGEST
                .in(log.file(), entry.line() - 1)
                .fact("expected", "what this kit says of " + entry.id())
                .fact("found", "another description, under the digest of this kit")
                .help(AGAIN)
                .build());
      }
      rejudge.problem(entry, test).ifPresent(problems::add);
    }
  }

  private static ObjectNode described(LogEntry entry) {
    ObjectNode described = entry.described().deepCopy();
    described.remove("event");
    return described;
  }

  private void requireCounts(LogFooter footer) {
    Map<LogStatus, Long> counted = log.counts();
    if (!footer.counts().equals(counted)) {
      problems.add(
          LogProblem.COUNTS
              .in(log.file(), footer.line())
              .fact("expected", words(counted))
              .fact("found", words(footer.counts()))
              .help(AGAIN)
              .build());
    }
  }

  private static String words(Map<LogStatus, Long> counts) {
    List<String> words = new ArrayList<>();
    counts.forEach((status, count) -> {
      if (count != 0) {
        words.add(count + " " + status.words());
      }
    });
    return String.join(", ", words);
  }

  private void requireBytes(LogFooter footer) {
    if (!footer.sha256().equals(footer.sha256Before())) {
      problems.add(
          LogProblem.EDITED
              .in(log.file(), footer.line())
              .fact("expected", "SHA-256 " + footer.sha256())
              .fact("found", "SHA-256 " + footer.sha256Before())
              .help(AGAIN)
              .build());
    }
  }
}

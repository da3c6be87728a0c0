package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.core.spi.Backend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Run a list of cases on a backend, in its order, and make sure that none is lost. */
public final class Suite {

  /** Hears of each case as it ends. */
  @FunctionalInterface
  public interface Listener {
    /** A case has ended. */
    void ended(CaseResult result);
  }

  /**
   * Hold the results of a run, in the order of its cases.
   *
   * @param results one per case
   */
  public record Report(List<CaseResult> results) {

    public Report {
      results = List.copyOf(results);
    }

    /** Return how many cases passed. */
    public long passed() {
      return results.stream().filter(r -> r.outcome().tally() == Outcome.Tally.PASSED).count();
    }

    /** Return how many cases failed. */
    public long failed() {
      return results.stream().filter(r -> r.outcome().tally() == Outcome.Tally.FAILED).count();
    }

    /** Return how many cases the backend did not claim, or that are waived. */
    public long skipped() {
      return results.stream().filter(r -> r.outcome().tally() == Outcome.Tally.SKIPPED).count();
    }
  }

  private Suite() {}

  /**
   * Run the cases.
   *
   * @throws IllegalStateException if the results are not those of the cases: a bug of the kit
   */
  public static Report run(List<ConformanceCase> cases, Backend backend, Listener listener) {
    CaseRunner runner = new CaseRunner(backend);
    List<CaseResult> results = new ArrayList<>();
    for (ConformanceCase each : cases) {
      CaseResult result = runner.answer(each);
      listener.ended(result);
      results.add(result.withoutOutputs());
    }
    Report report = new Report(results);
    long counted = report.passed() + report.failed() + report.skipped();
    long distinct =
        new HashSet<>(results.stream().map(r -> r.conformanceCase().id()).toList()).size();
    if (counted != cases.size() || distinct != cases.size()) {
      throw new IllegalStateException(
          cases.size() + " cases, but " + counted + " counted and " + distinct + " distinct");
    }
    return report;
  }
}

package io.blockquant.conformance.junit;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Finding;
import io.blockquant.conformance.runner.CaseRunner;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.spi.Backend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;

/** Turn cases into a tree of tests: operator ▸ format ▸ rule ▸ case. */
public final class ConformanceTree {

  private static final List<Function<ConformanceCase, String>> LEVELS =
      List.of(ConformanceCase::operator, ConformanceCase::format, ConformanceCase::rule);

  private ConformanceTree() {}

  /** Return the tests of a backend, which must stay open while they run. */
  public static Stream<DynamicNode> of(List<ConformanceCase> cases, Backend backend) {
    CaseRunner runner = new CaseRunner(backend);
    return group(cases, LEVELS, each -> dynamicTest(each.id(), () -> report(runner.run(each))));
  }

  private static void report(Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> {}
      case Outcome.Failed failed -> Assertions.fail(lines(failed.findings()));
      case Outcome.TimedOut _, Outcome.Crashed _, Outcome.HarnessFault _ ->
          Assertions.fail(outcome.reason());
      case Outcome.NotClaimed _, Outcome.Waived _ -> Assumptions.abort(outcome.reason());
    }
  }

  private static String lines(List<Finding> findings) {
    return findings.stream().map(Finding::text).collect(Collectors.joining("\n"));
  }

  /** Group cases by the first level, each group by the next, down to the tests. */
  private static Stream<DynamicNode> group(
      List<ConformanceCase> cases,
      List<Function<ConformanceCase, String>> levels,
      Function<ConformanceCase, DynamicNode> leaf) {
    if (levels.isEmpty()) {
      return cases.stream().map(leaf);
    }
    Map<String, List<ConformanceCase>> groups =
        cases.stream()
            .collect(
                Collectors.groupingBy(levels.getFirst(), LinkedHashMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(group ->
            dynamicContainer(
                group.getKey(), group(group.getValue(), levels.subList(1, levels.size()), leaf)));
  }
}

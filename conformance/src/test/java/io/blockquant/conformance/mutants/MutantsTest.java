package io.blockquant.conformance.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.conformance.profile.Profiles;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Suite;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.Executable;
import io.blockquant.core.spi.Support;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit itself under test: a wrong backend that survives is a hole in the cases. */
class MutantsTest {

  @ParameterizedTest
  @EnumSource
  void eachMutantIsKilledByItsCase(Mutant mutant) {
    List<String> failed =
        run(mutant.backend()).results().stream()
            .filter(result -> result.outcome() instanceof Outcome.Failed)
            .map(result -> result.conformanceCase().id())
            .toList();
    assertTrue(failed.contains(mutant.killedBy()), mutant + " failed only " + failed);
  }

  /** A backend that refuses everything neither passes nor fails. */
  @Test
  void refusingEverythingPassesNothing() {
    Suite.Report report = run(new Refuser());
    assertEquals(0, report.passed());
    assertEquals(0, report.failed());
    assertEquals(report.results().size(), report.skipped());
    CaseResult first = report.results().getFirst();
    assertTrue(first.outcome().reason().contains("not today"), first.outcome().reason());
  }

  private static Suite.Report run(Backend backend) {
    return Suite.run(Profiles.find(Profiles.ALL).orElseThrow().cases(), backend, result -> {});
  }

  private static final class Refuser implements Backend {
    @Override
    public String id() {
      return "refuser";
    }

    @Override
    public Support supports(Graph graph, Node node) {
      return new Support.Unsupported("not today");
    }

    @Override
    public Executable compile(Graph region) {
      throw new AssertionError("nothing was claimed");
    }

    @Override
    public void close() {}
  }
}

package io.blockquant.cli.verbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.blockquant.conformance.junit.ConformanceTree;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kit on every backend that the command line ships with. */
class InstalledBackendsConformanceTest {
  private final List<Backend> open = new ArrayList<>();

  @TestFactory
  Stream<DynamicNode> everyInstalledBackend() {
    return Backends.discover().stream().map(this::tests);
  }

  /** A skip is no proof: these two claim everything. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void ourOwnBackendsSkipNothing(String backend) {
    CommandRun run = CommandRun.of("conform", "run", "inproc:" + backend);
    assertEquals("32 passed, 0 failed, 0 skipped", run.lastLine(), run.out());
  }

  @AfterEach
  void closeAll() {
    open.forEach(Backend::close);
  }

  private DynamicNode tests(Backends.Entry entry) {
    return switch (entry.availability()) {
      case Availability.Unavailable why ->
          dynamicTest(entry.id(), () -> Assumptions.abort("cannot run here: " + why.reason()));
      case Availability.Available _ -> {
        Backend backend = entry.provider().orElseThrow().open(BackendOptions.defaults());
        open.add(backend);
        yield dynamicContainer(
            entry.id(),
            ConformanceTree.of(Profiles.find(Profiles.ALL).orElseThrow().cases(), backend));
      }
    };
  }
}

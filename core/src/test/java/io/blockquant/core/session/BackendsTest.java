package io.blockquant.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.testing.Expect;
import io.blockquant.core.testing.Ledger;
import io.blockquant.core.testing.ToyBackend;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BackendsTest {

  private final Ledger ledger = new Ledger();
  private final Backends.Entry slow = Backends.probe(new ToyBackend("slow", 30, ledger));
  private final Backends.Entry fast = Backends.probe(new ToyBackend("fast", 10, ledger));
  private final Backends.Entry byName = Backends.probe(new ToyBackend("byname", -1, ledger));
  private final Backends.Entry broken =
      new Backends.Entry(
          "broken",
          Optional.of(new ToyBackend("broken", 1, ledger)),
          new Availability.Unavailable("libtoy.so.1 is missing", "install toy-runtime 1.2"));

  @Test
  void findsTheReferenceOnTheClassPath() {
    assertTrue(Backends.discover().stream().anyMatch(e -> e.id().equals("reference")));
  }

  @Test
  void asksAvailableBackendsByRankUnlessTheyAreUsedByNameOnly() {
    assertEquals(
        List.of(fast, slow), Backends.select(List.of(), List.of(slow, byName, broken, fast)));
  }

  @Test
  void asksNamedBackendsInTheOrderOfTheirNames() {
    assertEquals(
        List.of(byName, slow),
        Backends.select(List.of("byname", "slow"), List.of(slow, byName, broken, fast)));
  }

  @Test
  void reportsEveryBackendThatIsUnavailableOrUnknown() {
    List<Diagnostic> found =
        Expect.codes(
            () -> Backends.select(List.of("nope", "broken", "fast"), List.of(broken, fast)),
            "Session.BackendUnavailable",
            "Session.BackendUnavailable");
    Expect.says(found.get(0), "asked for", "nope", "'broken'", "'fast'", "available");
    Expect.says(found.get(1), "libtoy.so.1 is missing", "help: install toy-runtime 1.2");
  }

  @Test
  void saysWhyThereIsNoBackendAtAll() {
    Expect.says(
        Expect.code(
            () -> Backends.select(List.of(), List.of(broken, byName)),
            "Session.BackendUnavailable"),
        "unavailable: libtoy.so.1 is missing",
        "reference");
  }

  @Test
  void refusesToSwitchOffAPassThatDoesNotExist() {
    SessionBuilder builder = Session.builder(Graph.builder("empty").build()).backends("reference");
    Expect.says(
        Expect.code(() -> builder.disablePass("magic").open(), "Session.UnknownPass"),
        "[magic]",
        "constant-folding");
  }
}

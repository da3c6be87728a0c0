package io.blockquant.conformance.junit;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.profile.Profile;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.core.session.Backends;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Backend;
import io.blockquant.core.spi.BackendOptions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Run the kit on one backend as JUnit 5 tests: operator ▸ format ▸ rule ▸ case.
 *
 * <pre>{@code
 * class AcmeNpuConformance extends BackendConformance {
 *   AcmeNpuConformance() {
 *     super("acme-npu");
 *   }
 * }
 * }</pre>
 *
 * <p>A backend that cannot run here, and a case that it does not claim, are skipped with the reason
 * that it gives.
 */
public abstract class BackendConformance {
  private final String backendId;
  private @Nullable Backend backend;

  /** Test the backend with this id, found by the service loader. */
  protected BackendConformance(String backendId) {
    this.backendId = backendId;
  }

  /** Return the names of the profiles to run; every one unless overridden. */
  protected List<String> profiles() {
    return Profiles.all().stream().map(Profile::name).toList();
  }

  @TestFactory
  final Stream<DynamicNode> conformance() {
    Backend opened = open();
    List<ConformanceCase> cases =
        profiles().stream().flatMap(name -> profile(name).cases().stream()).toList();
    return ConformanceTree.of(cases, opened);
  }

  @AfterEach
  final void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  private Backend open() {
    Backends.Entry entry =
        Backends.discover().stream()
            .filter(found -> found.id().equals(backendId))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no provider of '" + backendId + "' is installed"));
    if (entry.availability() instanceof Availability.Unavailable why) {
      Assumptions.abort(backendId + " cannot run here: " + why.reason() + "; " + why.remedy());
    }
    Backend opened = entry.provider().orElseThrow().open(BackendOptions.defaults());
    backend = opened;
    return opened;
  }

  private static Profile profile(String name) {
    return Profiles.find(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no profile '" + name + "'"));
  }
}

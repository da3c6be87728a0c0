package io.blockquant.cuda;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.junit.ConformanceTree;
import io.blockquant.conformance.profile.Profiles;
import io.blockquant.cuda.testing.Chip;
import io.blockquant.cuda.testing.HostGpu;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The kit on a GPU played by the host: the same kernels as on a GPU, the same launches. */
final class HostConformanceTest {

  private CudaBackend backend;

  @TestFactory
  Stream<DynamicNode> conformance() {
    return cases(Chip.PLAIN);
  }

  @TestFactory
  Stream<DynamicNode> conformanceOfAChipWithE2m1() {
    return cases(Chip.WITH_E2M1);
  }

  private Stream<DynamicNode> cases(Chip chip) {
    backend = new CudaBackend(new HostGpu(chip));
    List<ConformanceCase> cases =
        Profiles.all().stream().flatMap(profile -> profile.cases().stream()).toList();
    return ConformanceTree.of(cases, backend);
  }

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
    }
  }
}

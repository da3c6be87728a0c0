package io.blockquant.cuda;

import io.blockquant.conformance.junit.BackendConformance;

/** The kit on this machine's GPU; skipped where there is none. */
final class CudaConformanceTest extends BackendConformance {

  CudaConformanceTest() {
    super("cuda");
  }
}

package io.blockquant.conformance;

import io.blockquant.conformance.junit.BackendConformance;

/** The reference, run as a vendor would run a backend. */
class ReferenceConformanceTest extends BackendConformance {

  ReferenceConformanceTest() {
    super("reference");
  }
}

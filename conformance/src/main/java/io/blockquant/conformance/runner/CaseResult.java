package io.blockquant.conformance.runner;

import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hold what became of a case.
 *
 * @param conformanceCase the case
 * @param outcome what became of it
 * @param outputs the backend's first answer by name, in host memory; empty if there was none
 * @param seconds how long it took; no verdict depends on it
 */
public record CaseResult(
    ConformanceCase conformanceCase, Outcome outcome, Map<String, Tensor> outputs, double seconds) {

  public CaseResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Return the same result without the outputs, which may be large. */
  public CaseResult withoutOutputs() {
    return new CaseResult(conformanceCase, outcome, Map.of(), seconds);
  }
}

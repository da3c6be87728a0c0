package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hold what a case gave and what the backend answered, all in host memory. A shallow copy.
 *
 * @param inputs the inputs of the case by name
 * @param outputs what the backend computed, by name; an output that it did not give is absent
 */
public record Evidence(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {

  public Evidence {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}

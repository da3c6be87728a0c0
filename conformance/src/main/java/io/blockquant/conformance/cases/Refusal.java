package io.blockquant.conformance.cases;

import io.blockquant.conformance.check.Criterion;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Demand that the graph of a case is refused, by a backend that runs its twin.
 *
 * <p>The twin differs from the graph in nothing but the constraint that the graph breaks. A backend
 * that does not claim the twin does not claim the case: refusing everything proves nothing.
 *
 * @param label the constraint's label: {@code C6}
 * @param twin a graph that keeps it
 * @param twinInputs the inputs of the twin by name
 */
public record Refusal(String label, Graph twin, Map<String, Tensor> twinInputs) {

  public Refusal {
    twinInputs = Collections.unmodifiableMap(new LinkedHashMap<>(twinInputs));
  }

  /** Return how it is judged. */
  public Criterion criterion() {
    return new Criterion.MustRefuse(label);
  }
}

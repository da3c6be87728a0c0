package io.blockquant.cli.bench.workload;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.Map;

/**
 * Hold what one kernel computes.
 *
 * @param graph one operator, or two where double quantization needs them
 * @param inputs the inputs by name
 */
public record Workload(Graph graph, Map<String, Tensor> inputs) {

  /** Return the bytes of everything that is read, constants included. */
  public long bytesRead() {
    long constants = graph.initializers().values().stream().mapToLong(Tensor::byteSize).sum();
    return constants + inputs.values().stream().mapToLong(Tensor::byteSize).sum();
  }
}

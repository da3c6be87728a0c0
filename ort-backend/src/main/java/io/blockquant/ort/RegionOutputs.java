package io.blockquant.ort;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Say where each output of a region comes from.
 *
 * <p>ONNX Runtime must not be asked for an output that no node computes: given memory for it, it
 * returns success and leaves the memory as it was.
 *
 * @param computed the names that ONNX Runtime computes, each once
 * @param sources one per output of the region
 */
record RegionOutputs(List<String> computed, List<Source> sources) {

  /** Where an output comes from. */
  sealed interface Source {

    /** ONNX Runtime computes it; {@code index} is that of its name. */
    record Computed(int index) implements Source {}

    /** It is an input of the region. */
    record Input(int index) implements Source {}

    /** It is the same in every run. */
    record Constant(Tensor tensor) implements Source {}
  }

  RegionOutputs {
    computed = List.copyOf(computed);
    sources = List.copyOf(sources);
  }

  static RegionOutputs of(Graph region) {
    List<String> inputs = region.inputs().stream().map(Value::name).toList();
    List<String> computed = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Value output : region.outputs()) {
      String name = output.name();
      if (!seen.add(name)) {
        throw OrtErrors.compile(
            region, "repeated", "output '" + name + "'", "let the region return each value once");
      }
      if (inputs.contains(name)) {
        sources.add(new Source.Input(inputs.indexOf(name)));
      } else if (region.initializers().containsKey(name)) {
        sources.add(new Source.Constant(region.initializers().get(name)));
      } else {
        sources.add(new Source.Computed(computed.size()));
        computed.add(name);
      }
    }
    return new RegionOutputs(computed, sources);
  }
}

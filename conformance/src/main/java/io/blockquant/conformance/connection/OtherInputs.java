package io.blockquant.conformance.connection;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Make the inputs of the calls between two runs of {@link
 * io.blockquant.conformance.cases.Drill#AFTER_OTHER_CALLS}.
 */
public final class OtherInputs {
  private static final double LARGE = 30_000;

  private OtherInputs() {}

  /**
   * Return sets of inputs: the first input all zeros, then all large; the others, which may be
   * scales and zero points with constraints of their own, as they are.
   */
  public static List<Map<String, Tensor>> of(Graph graph, Map<String, Tensor> inputs) {
    if (graph.inputs().isEmpty()) {
      return List.of();
    }
    String name = graph.inputs().getFirst().name();
    Tensor first = inputs.get(name);
    if (first == null || first.elementType() == ElementType.STRING) {
      return List.of();
    }
    Tensor zeros = Tensor.allocate(first.elementType(), first.shape());
    zeros.segment().fill((byte) 0);
    return List.of(with(inputs, name, zeros), with(inputs, name, large(first)));
  }

  private static Tensor large(Tensor like) {
    Tensor tensor = Tensor.allocate(like.elementType(), like.shape());
    if (like.elementType().isFloating() && like.elementType().bits() >= Short.SIZE) {
      for (long i = 0; i < tensor.elementCount(); i++) {
        Elements.setValue(tensor, i, i % 2 == 0 ? LARGE : -LARGE);
      }
    } else {
      // 0x76 is large and finite in every byte-sized format, and two large codes of four bits.
      tensor.segment().fill((byte) 0x76);
    }
    return tensor;
  }

  private static Map<String, Tensor> with(Map<String, Tensor> inputs, String name, Tensor tensor) {
    Map<String, Tensor> changed = new LinkedHashMap<>(inputs);
    changed.put(name, tensor);
    return changed;
  }
}

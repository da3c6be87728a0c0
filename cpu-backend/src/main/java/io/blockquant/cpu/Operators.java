package io.blockquant.cpu;

import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hold the operators of one backend with the kernels that it has for them. Immutable. */
final class Operators {

  private final Map<OpId, CpuOperator<?, ?>> operators = new LinkedHashMap<>();

  Operators(List<CpuOperator<?, ?>> operators) {
    for (CpuOperator<?, ?> operator : operators) {
      this.operators.put(operator.definition().id(), operator);
    }
  }

  Optional<CpuOperator<?, ?>> find(Node node) {
    return Optional.ofNullable(operators.get(node.op()));
  }
}

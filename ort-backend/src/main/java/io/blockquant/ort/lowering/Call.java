package io.blockquant.ort.lowering;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Present one node to a lowering, with what the graph around it knows.
 *
 * @param graph what the graph around the node knows of the values it reads
 * @param node the node
 * @param opset the version of the standard operators that what stands for it is written in
 */
record Call(Graph graph, Node node, int opset) {

  Optional<TensorType> type(int input) {
    return node.hasInput(input) ? graph.type(node.input(input)) : Optional.empty();
  }

  Optional<ElementType> elementType(int input) {
    return type(input).map(TensorType::elementType);
  }

  /** Return the extent of a dimension of an input where it is known. */
  OptionalLong extent(int input, int axis) {
    Optional<TensorType> type = type(input).filter(TensorType::hasRank);
    if (type.isEmpty() || axis >= type.get().rank()) {
      return OptionalLong.empty();
    }
    return type.get().knownDims().get(axis) instanceof Dim.Fixed fixed
        ? OptionalLong.of(fixed.extent())
        : OptionalLong.empty();
  }

  Optional<Tensor> constant(int input) {
    String name = node.input(input);
    return graph.isConstant(name) ? graph.initializer(name) : Optional.empty();
  }

  /**
   * Return an integer attribute; what is of another kind counts as absent: the kernel reports it.
   */
  OptionalLong integer(String name) {
    return node.attributes().find(name).orElse(null) instanceof Attribute.Int value
        ? OptionalLong.of(value.value())
        : OptionalLong.empty();
  }

  Optional<Float> real(String name) {
    return node.attributes().find(name).orElse(null) instanceof Attribute.Real value
        ? Optional.of(value.value())
        : Optional.empty();
  }

  Optional<String> text(String name) {
    return node.attributes().find(name).orElse(null) instanceof Attribute.Text value
        ? Optional.of(value.value())
        : Optional.empty();
  }

  Optional<Graph> body(String name) {
    return node.attributes().find(name).orElse(null) instanceof Attribute.Subgraph value
        ? Optional.of(value.value())
        : Optional.empty();
  }
}

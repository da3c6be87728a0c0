package io.blockquant.core.testing;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.GraphBuilder;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.core.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Make graphs of toy nodes, opaque to core: every output is a sum of the inputs, each weighted by
 * its place, over INT64 vectors of one length. A node's type is the backend that should run it.
 */
public final class Toys {

  /** The type of every value: an INT64 vector whose length is bound when the graph runs. */
  public static final TensorType VECTOR = TensorType.of(ElementType.INT64, Dim.symbol("N"));

  private Toys() {}

  public static OpId op(String type) {
    return new OpId("toy", type, 1);
  }

  /** Describe a node; its inputs may be empty names. */
  public static Node node(String type, String name, List<String> inputs, List<String> outputs) {
    return new Node(name, op(type), inputs, outputs, Attributes.NONE);
  }

  public static NodeSpec spec(String type, Value... inputs) {
    return new NodeSpec(
        op(type), Arrays.stream(inputs).map(Optional::of).toList(), 1, Attributes.NONE);
  }

  /** Add a node with one output called {@code name}. */
  public static Value add(GraphBuilder builder, String type, String name, Value... inputs) {
    return builder.add(name, spec(type, inputs), List.of(name)).getFirst();
  }

  /** Compute an output: what every toy backend computes too. */
  public static void compute(Tensor[] inputs, Tensor output, int which) {
    long count = output.elementCount();
    for (long i = 0; i < count; i++) {
      long sum = which + 1L;
      for (int k = 0; k < inputs.length; k++) {
        Tensor input = inputs[k];
        if (input != null) {
          sum += (2L * k + 3) * input.segment().get(Elements.LONG, i * Long.BYTES);
        }
      }
      output.segment().set(Elements.LONG, i * Long.BYTES, sum);
    }
  }

  /** Run a graph the simplest way: every value in memory of its own, no regions. */
  public static Map<String, Tensor> naive(Graph graph, Map<String, Tensor> given) {
    Map<String, Tensor> values = new HashMap<>(graph.initializers());
    values.putAll(given);
    for (Node node : graph.nodes()) {
      Tensor[] inputs = node.inputs().stream().map(values::get).toArray(Tensor[]::new);
      Shape shape = inputs[0].shape();
      for (int i = 0; i < node.outputs().size(); i++) {
        Tensor output = Tensor.allocate(ElementType.INT64, shape);
        compute(inputs, output, i);
        values.put(node.outputs().get(i), output);
      }
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(o -> outputs.put(o.name(), values.get(o.name())));
    return outputs;
  }

  public static Tensor vector(long... values) {
    return TensorArrays.ofLongs(Shape.of(values.length), values);
  }
}

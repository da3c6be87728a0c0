package io.blockquant.core.graph;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Build a graph step by step, in the manner of TensorRT's network definition.
 *
 * <pre>{@code
 * var builder = Graph.builder("example");
 * Value in = builder.input("input", FLOAT, Shape.of(2, 32));
 * Value g = builder.constant("double_quant_scale", Tensor.ofFloats(Shape.of(1), 1f));
 * var quantized =
 *     builder.add(dynamicQuantize(in, axis(1), blockSize(16), FLOAT4E2M1, FLOAT8E4M3FN)
 *         .withInput(1, g));
 * builder.output(quantized.get(0));
 * Graph graph = builder.build();
 * }</pre>
 *
 * <p>Not thread-safe. It checks names only; the verifier checks everything else.
 */
public final class GraphBuilder {

  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> initializers = new LinkedHashMap<>();
  private final Map<String, TensorType> types = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  GraphBuilder(String name) {
    this.name = name;
  }

  /** Add an input whose extents are known. */
  public Value input(String name, ElementType type, Shape shape) {
    return input(name, TensorType.of(type, shape));
  }

  /** Add an input some of whose extents are known only when the graph runs. */
  public Value input(String name, ElementType type, Dim... dims) {
    return input(name, TensorType.of(type, dims));
  }

  /** Add an input. */
  public Value input(String name, TensorType type) {
    Value value = new Value(claim(name), type);
    inputs.add(value);
    return value;
  }

  /** Add a constant; the tensor is shared, not copied. */
  public Value constant(String name, Tensor tensor) {
    initializers.put(claim(name), tensor);
    return new Value(name, tensor.type());
  }

  /** Add a node and return its outputs, with names made from the operator's. */
  public List<Value> add(NodeSpec spec) {
    String stem = spec.op().type();
    int number = nodes.size();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < spec.outputs(); i++) {
      outputs.add(stem + "_" + number + "_" + i);
    }
    return add(stem + "_" + number, spec, outputs);
  }

  /** Add a node under a name and return its outputs, whose names are given. */
  public List<Value> add(String nodeName, NodeSpec spec, List<String> outputNames) {
    List<String> inputNames =
        spec.inputs().stream().map(input -> input.map(Value::name).orElse("")).toList();
    outputNames.forEach(this::claim);
    nodes.add(new Node(nodeName, spec.op(), inputNames, outputNames, spec.attributes()));
    return outputNames.stream().map(Value::of).toList();
  }

  /** Let the graph return a value. */
  public GraphBuilder output(Value value) {
    outputs.add(value);
    return this;
  }

  /** Return the graph. */
  public Graph build() {
    return new Graph(name, inputs, outputs, nodes, initializers, types);
  }

  private String claim(String name) {
    if (name.isEmpty() || !names.add(name)) {
      throw new IllegalArgumentException("a value needs a name of its own, found '" + name + "'");
    }
    return name;
  }
}

package io.blockquant.cli.inspect;

import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpCalls;
import io.blockquant.core.ops.dequantize.Dequantize;
import io.blockquant.core.ops.dequantize.DequantizeAttributes;
import io.blockquant.core.ops.dynamicquantize.DynamicQuantize;
import io.blockquant.core.ops.quantize.Quantize;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the quantized weights of a graph and what belongs to each. */
final class WeightScan {
  private final Graph graph;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, Weight> quantized = new LinkedHashMap<>();
  private final Set<String> scales = new HashSet<>();

  private WeightScan(Graph graph) {
    this.graph = graph;
  }

  /** Return every initializer of a graph, in its order. */
  static List<Weight> of(Graph graph) {
    WeightScan scan = new WeightScan(graph);
    graph.nodes().forEach(node -> node.outputs().forEach(o -> scan.producers.put(o, node)));
    graph.nodes().forEach(scan::visit);
    List<Weight> weights = new ArrayList<>();
    graph.initializers().forEach((name, tensor) -> weights.add(scan.weight(name, tensor)));
    return weights;
  }

  private Weight weight(String name, Tensor tensor) {
    Weight found = quantized.get(name);
    // The scales of a second quantization are codes themselves; they count with their weight.
    if (found != null && !scales.contains(name)) {
      return found;
    }
    Weight.Role role = scales.contains(name) ? Weight.Role.SCALE : Weight.Role.PLAIN;
    return new Weight(name, role, tensor, tensor.elementType().toString(), "", 0);
  }

  private void visit(Node node) {
    boolean quantizes =
        node.op().equals(Quantize.ID)
            || node.op().equals(DynamicQuantize.ID)
            || node.op().equals(Dequantize.ID);
    if (!quantizes) {
      return;
    }
    for (int i = 1; i < node.inputs().size(); i++) {
      constants(node.input(i)).forEach(scales::add);
    }
    if (node.op().equals(Dequantize.ID)) {
      graph.initializer(node.input(0)).ifPresent(codes -> visitWeight(node, codes));
    }
  }

  private void visitWeight(Node node, Tensor codes) {
    OpCall<DequantizeAttributes> call = OpCalls.of(Dequantize.DEFINITION, graph, node);
    Optional<Tensor> scale = storedScale(node.input(1));
    long bytes = 0;
    for (int i = 1; i < node.inputs().size(); i++) {
      bytes += bytes(constants(node.input(i)));
    }
    String blocks =
        scale
            .map(s -> Blocks.of(codes.shape(), s.shape(), call.attributes().scaling()))
            .orElse("scales are computed");
    String format =
        scale
            .map(s -> Blocks.format(codes.elementType(), s.elementType(), s.elementCount() == 1))
            .orElseGet(() -> codes.elementType().toString());
    quantized.put(
        node.input(0),
        new Weight(node.input(0), Weight.Role.QUANTIZED, codes, format, blocks, bytes));
  }

  /** Return a constant scale as it is stored: codes where it is dequantized by g in turn. */
  private Optional<Tensor> storedScale(String name) {
    Node producer = producers.get(name);
    return producer != null && producer.op().equals(Dequantize.ID)
        ? graph.initializer(producer.input(0))
        : graph.initializer(name);
  }

  /** Return the initializers behind a scale or zero point: itself, or what dequantizes to it. */
  private List<String> constants(String name) {
    if (graph.initializer(name).isPresent()) {
      return List.of(name);
    }
    Node producer = producers.get(name);
    return producer == null || !producer.op().equals(Dequantize.ID)
        ? List.of()
        : producer.inputs().stream().filter(i -> graph.initializer(i).isPresent()).toList();
  }

  private long bytes(List<String> names) {
    return names.stream()
        .flatMap(n -> graph.initializer(n).stream())
        .mapToLong(Tensor::byteSize)
        .sum();
  }
}

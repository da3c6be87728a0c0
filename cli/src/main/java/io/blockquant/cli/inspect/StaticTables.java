package io.blockquant.cli.inspect;

import io.blockquant.cli.table.Table;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.onnx.OnnxModel;
import java.util.List;
import java.util.Locale;

/** Tables of what a file says, without running or planning it. */
final class StaticTables {

  private StaticTables() {}

  static Table model(OnnxModel model, List<Weight> weights) {
    Graph graph = model.graph();
    long bytes = weights.stream().mapToLong(weight -> weight.tensor().byteSize()).sum();
    List<Weight> quantized =
        weights.stream().filter(weight -> weight.role() == Weight.Role.QUANTIZED).toList();
    return new Table("model", "fact", "value")
        .row("file", model.source())
        .row("producer", model.producer())
        .row("ir_version", model.irVersion())
        .row("opsets", model.opsets().toString())
        .row("nodes", graph.nodes().size())
        .row("initializers", weights.size())
        .row("initializer_bytes", bytes)
        .row("quantized_elements", elements(quantized))
        .row("bits_per_quantized_weight", bitsPerElement(quantized))
        .row("bits_per_weight", bitsPerElement(weightsOf(weights)));
  }

  static Table values(Graph graph) {
    Table table = new Table("inputs_and_outputs", "direction", "name", "type");
    for (Value input : graph.inputs()) {
      boolean optional = graph.initializers().containsKey(input.name());
      table.row(optional ? "optional input" : "input", input.name(), typeOf(input));
    }
    graph.outputs().forEach(output -> table.row("output", output.name(), typeOf(output)));
    return table;
  }

  static Table weights(List<Weight> weights) {
    Table table =
        new Table(
            "memory_per_tensor",
            "tensor",
            "role",
            "format",
            "type",
            "shape",
            "blocks",
            "bytes",
            "bits_per_weight");
    for (Weight weight : weights) {
      boolean counts = weight.role() != Weight.Role.SCALE;
      table.row(
          weight.name(),
          weight.role().toString().toLowerCase(Locale.ROOT),
          weight.format(),
          weight.tensor().elementType().toString(),
          weight.tensor().shape().toString(),
          weight.blocks(),
          weight.tensor().byteSize(),
          counts ? weight.bitsPerElement() : null);
    }
    return table;
  }

  /** Scales are overhead of the weights they belong to, not weights. */
  private static List<Weight> weightsOf(List<Weight> all) {
    return all.stream().filter(weight -> weight.role() != Weight.Role.SCALE).toList();
  }

  private static long elements(List<Weight> weights) {
    return weights.stream().mapToLong(weight -> weight.tensor().elementCount()).sum();
  }

  private static double bitsPerElement(List<Weight> weights) {
    long bytes = weights.stream().mapToLong(w -> w.tensor().byteSize() + w.scaleBytes()).sum();
    long elements = elements(weights);
    return elements == 0 ? 0 : bytes * (double) Byte.SIZE / elements;
  }

  private static String typeOf(Value value) {
    return value.type() == null ? "unknown" : value.type().toString();
  }
}

package io.blockquant.ort;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxWriter;
import io.blockquant.onnx.WriteOptions;
import java.util.List;

/** Write graphs as models that ONNX Runtime loads. */
final class RegionModel {

  /** From this size on, weights are given to ONNX Runtime where they are instead of copied. */
  static final long EXTERNAL_FROM = 64 * 1024;

  /** Never opened: every initializer that refers to it is replaced before anybody would. */
  private static final String LOCATION = "blockquant-weights";

  private RegionModel() {}

  /** Write a graph with all its constants. */
  static byte[] inline(Graph graph) {
    return OnnxWriter.toBytes(untyped(graph), options(graph));
  }

  /** Write a graph that refers to those of its constants that {@link #isExternal}. */
  static byte[] referring(Graph graph) {
    return OnnxWriter.toBytes(
        untyped(graph), options(graph).withExternalFrom(EXTERNAL_FROM), LOCATION);
  }

  static boolean isExternal(Tensor constant) {
    // Text has no memory that ONNX Runtime could read.
    return constant.elementType() != ElementType.STRING && constant.byteSize() >= EXTERNAL_FROM;
  }

  private static WriteOptions options(Graph graph) {
    return WriteOptions.defaults()
        .withIrVersion(OpsetStamp.IR_VERSION)
        .withOpsets(OpsetStamp.imports(graph));
  }

  /** ONNX Runtime infers what a graph returns; what the file declares may be wrong. */
  private static Graph untyped(Graph graph) {
    List<Value> outputs = graph.outputs().stream().map(output -> Value.of(output.name())).toList();
    return new Graph(
        graph.name().isEmpty() ? "region" : graph.name(),
        graph.inputs(),
        outputs,
        graph.nodes(),
        graph.initializers(),
        graph.types());
  }
}

package io.blockquant.onnx.write;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.tensor.TensorWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Write a model: a graph with the operator sets and the IR version that it needs. */
public final class ModelWriter {

  /** The oldest IR version that readers of quantized models still meet. */
  private static final int OLDEST_IR_VERSION = 10;

  private final int irVersion;
  private final Map<String, Integer> opsets;
  private final int newestOpset;

  /**
   * Write models.
   *
   * @param irVersion the IR version, or 0 for what the types need
   * @param opsets versions that override those of the nodes
   * @param newestOpset the standard opset of a graph without standard nodes
   */
  public ModelWriter(int irVersion, Map<String, Integer> opsets, int newestOpset) {
    this.irVersion = irVersion;
    this.opsets = opsets;
    this.newestOpset = newestOpset;
  }

  /** Return the message of a graph with its constants inside. */
  public ModelProto inline(Graph graph) {
    return write(graph, TensorWriter::inline);
  }

  /** Return the message of a graph whose constants are inputs. */
  public ModelProto withoutInitializers(Graph graph) {
    return write(graph, (_, _) -> null);
  }

  /** Return the message of a graph with its large constants in an external file. */
  public ModelProto external(Graph graph, ExternalFile external) {
    return write(graph, external::write);
  }

  /** Return the message of a graph whose constants of so many bytes are named, not written. */
  public ModelProto referring(Graph graph, long threshold, String location) {
    return write(
        graph,
        (name, tensor) ->
            tensor.byteSize() < threshold || tensor.elementType() == ElementType.STRING
                ? TensorWriter.inline(name, tensor)
                : TensorWriter.external(name, tensor, location, 0));
  }

  /** Return the domains of the operators that the nodes of a graph are written as. */
  public Set<String> domains(Graph graph) {
    Integer forced = opsets.get(OpId.ONNX);
    GraphWriter writer =
        new GraphWriter(forced != null ? forced : standardOpset(graph), (_, _) -> null);
    writer.write(graph);
    return new TreeSet<>(writer.opsets().keySet());
  }

  private ModelProto write(Graph graph, GraphWriter.Initializers initializers) {
    Integer forced = opsets.get(OpId.ONNX);
    int standard = forced != null ? forced : standardOpset(graph);
    GraphWriter writer = new GraphWriter(standard, initializers);
    GraphProto written = writer.write(graph);
    Map<String, Integer> imports = new TreeMap<>(writer.opsets());
    imports.putIfAbsent(OpId.ONNX, standard);
    imports.putAll(opsets);
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(irVersion != 0 ? irVersion : irVersion(written))
            .setProducerName("blockquant")
            .setGraph(written);
    imports.forEach((domain, version) ->
        model
            .addOpsetImportBuilder()
            .setDomain(domain.equals(OpId.ONNX) ? "" : domain)
            .setVersion(version));
    return model.build();
  }

  private int standardOpset(Graph graph) {
    int version = newest(graph);
    return version == 0 ? newestOpset : version;
  }

  private static int newest(Graph graph) {
    int newest = 0;
    for (Node node : graph.nodes()) {
      if (node.op().domain().equals(OpId.ONNX)) {
        newest = Math.max(newest, node.op().version());
      }
      for (Graph body : node.attributes().subgraphs()) {
        newest = Math.max(newest, newest(body));
      }
    }
    return newest;
  }

  private static int irVersion(GraphProto graph) {
    int version = OLDEST_IR_VERSION;
    for (TensorProto tensor : graph.getInitializerList()) {
      version =
          Math.max(
              version,
              ElementType.fromOnnxCode(tensor.getDataType())
                  .map(GraphWriter::irVersion)
                  .orElse(OLDEST_IR_VERSION));
    }
    return version;
  }
}

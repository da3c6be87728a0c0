package io.blockquant.onnx.write;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Node;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.NodeProto;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.proto.TensorShapeProto;
import io.blockquant.onnx.proto.TypeProto;
import io.blockquant.onnx.proto.ValueInfoProto;
import io.blockquant.onnx.tensor.TensorWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Write a graph and the graphs in its nodes, and note the operator sets that they use. */
final class GraphWriter {

  /** Decide where the bytes of an initializer go. */
  @FunctionalInterface
  interface Initializers {

    /** Return the message of an initializer; null if it is to be an input instead. */
    @Nullable TensorProto write(String name, Tensor tensor);
  }

  private final int opset;
  private final Initializers initializers;
  private final Map<String, Integer> opsets = new TreeMap<>();

  GraphWriter(int opset, Initializers initializers) {
    this.opset = opset;
    this.initializers = initializers;
  }

  /** Return the version of each domain that the nodes written so far use. */
  Map<String, Integer> opsets() {
    return opsets;
  }

  GraphProto write(Graph graph) {
    return write(graph, initializers);
  }

  private GraphProto write(Graph graph, Initializers placement) {
    GraphProto.Builder proto = GraphProto.newBuilder().setName(graph.name());
    graph.inputs().forEach(input -> proto.addInput(value(input.name(), input.type())));
    graph
        .initializers()
        .forEach((name, tensor) -> {
          TensorProto written = placement.write(name, tensor);
          if (written != null) {
            proto.addInitializer(written);
          } else if (graph.isConstant(name)) {
            proto.addInput(value(name, tensor.type()));
          }
        });
    for (Value output : graph.outputs()) {
      proto.addOutput(value(output.name(), output.type()));
    }
    valueInfo(graph, proto);
    CatalogNodes catalog = new CatalogNodes(graph, opset);
    graph.nodes().forEach(node -> proto.addNode(node(catalog.translate(node))));
    return proto.build();
  }

  /** Readers infer most of it again; what they cannot infer lets them fuse more. */
  private static void valueInfo(Graph graph, GraphProto.Builder proto) {
    Set<String> said = new HashSet<>();
    graph.outputs().forEach(output -> said.add(output.name()));
    for (Node node : graph.nodes()) {
      for (String name : node.outputs()) {
        TensorType type = graph.types().get(name);
        if (type != null && said.add(name)) {
          proto.addValueInfo(value(name, type));
        }
      }
    }
  }

  private NodeProto node(Node node) {
    OpId op = node.op();
    opsets.merge(op.domain(), op.version(), Math::max);
    NodeProto.Builder proto =
        NodeProto.newBuilder()
            .setName(node.name())
            .setOpType(op.type())
            .setDomain(op.domain().equals(OpId.ONNX) ? "" : op.domain())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    // What a subgraph holds is small: its constants always stay with it.
    AttributeWriter attributes = new AttributeWriter(body -> write(body, TensorWriter::inline));
    node.attributes()
        .asMap()
        .forEach((name, attribute) -> proto.addAttribute(attributes.write(name, attribute)));
    return proto.build();
  }

  private static ValueInfoProto value(String name, @Nullable TensorType type) {
    ValueInfoProto.Builder proto = ValueInfoProto.newBuilder().setName(name);
    return type == null ? proto.build() : proto.setType(type(type)).build();
  }

  private static TypeProto type(TensorType type) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.elementType().onnxCode());
    if (type.hasRank()) {
      tensor.setShape(shape(type));
    }
    return TypeProto.newBuilder().setTensorType(tensor).build();
  }

  private static TensorShapeProto shape(TensorType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Dim dim : type.knownDims()) {
      TensorShapeProto.Dimension.Builder written = shape.addDimBuilder();
      switch (dim) {
        case Dim.Fixed fixed -> written.setDimValue(fixed.extent());
        case Dim.Symbol symbol -> written.setDimParam(symbol.name());
        case Dim.Unknown _ -> {} // Neither number nor name: that is how ONNX says it.
      }
    }
    return shape.build();
  }

  /** Return the first IR version that has a type. */
  static int irVersion(ElementType type) {
    return switch (type) {
      case FLOAT6E2M3, FLOAT6E3M2 -> 14;
      case INT2, UINT2 -> 13;
      case FLOAT8E8M0 -> 12;
      case FLOAT4E2M1 -> 11;
      default -> 10;
    };
  }
}

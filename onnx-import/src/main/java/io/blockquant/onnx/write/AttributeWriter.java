package io.blockquant.onnx.write;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.blockquant.core.graph.Attribute;
import io.blockquant.core.graph.Graph;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.read.AttributeKind;
import io.blockquant.onnx.tensor.TensorWriter;
import java.util.function.Function;

/** Write the attributes of a node. */
final class AttributeWriter {

  private final Function<Graph, GraphProto> graphs;

  AttributeWriter(Function<Graph, GraphProto> graphs) {
    this.graphs = graphs;
  }

  AttributeProto write(String name, Attribute attribute) {
    AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
    return switch (attribute) {
      case Attribute.Int integer -> kind(proto, AttributeKind.INT).setI(integer.value()).build();
      case Attribute.Real real -> kind(proto, AttributeKind.FLOAT).setF(real.value()).build();
      case Attribute.Text text ->
          kind(proto, AttributeKind.STRING).setS(ByteString.copyFromUtf8(text.value())).build();
      case Attribute.Ints ints -> kind(proto, AttributeKind.INTS).addAllInts(ints.values()).build();
      case Attribute.Reals reals ->
          kind(proto, AttributeKind.FLOATS).addAllFloats(reals.values()).build();
      case Attribute.Texts texts -> {
        kind(proto, AttributeKind.STRINGS);
        texts.values().forEach(text -> proto.addStrings(ByteString.copyFromUtf8(text)));
        yield proto.build();
      }
      case Attribute.TensorValue tensor ->
          kind(proto, AttributeKind.TENSOR).setT(TensorWriter.inline("", tensor.value())).build();
      case Attribute.Subgraph body ->
          kind(proto, AttributeKind.GRAPH).setG(graphs.apply(body.value())).build();
      case Attribute.Subgraphs bodies -> {
        kind(proto, AttributeKind.GRAPHS);
        bodies.values().forEach(body -> proto.addGraphs(graphs.apply(body)));
        yield proto.build();
      }
      case Attribute.Opaque opaque -> decode(opaque).toBuilder().setName(name).build();
    };
  }

  private static AttributeProto.Builder kind(AttributeProto.Builder proto, AttributeKind kind) {
    return proto.setType(kind.code());
  }

  private static AttributeProto decode(Attribute.Opaque opaque) {
    try {
      return AttributeProto.parseFrom(opaque.encoded());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(opaque.kind() + " attribute is no AttributeProto", e);
    }
  }
}

package io.blockquant.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.onnx.proto.AttributeProto;
import io.blockquant.onnx.proto.GraphProto;
import io.blockquant.onnx.proto.ModelProto;
import io.blockquant.onnx.proto.NodeProto;
import io.blockquant.onnx.proto.StringStringEntryProto;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.proto.TypeProto;
import io.blockquant.onnx.proto.ValueInfoProto;
import java.util.List;

/** Make model files in code, right ones and wrong ones. */
final class Protos {

  private Protos() {}

  /** A model of one graph under a standard opset and version 1 of TensorRT's domain. */
  static ModelProto.Builder model(int opset, GraphProto.Builder graph) {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(14).setGraph(graph);
    model.addOpsetImportBuilder().setDomain("").setVersion(opset);
    model.addOpsetImportBuilder().setDomain("trt").setVersion(1);
    return model;
  }

  /** A graph from FLOAT x to y, whose nodes are still to be added. */
  static GraphProto.Builder graph() {
    return GraphProto.newBuilder()
        .setName("g")
        .addInput(value("x", ElementType.FLOAT, 4))
        .addOutput(ValueInfoProto.newBuilder().setName("y"));
  }

  /** A graph that adds an initializer to its input. */
  static GraphProto.Builder addingTo(TensorProto.Builder w) {
    return graph().addInitializer(w).addNode(node("Add", "n", List.of("x", "w"), "y"));
  }

  static ValueInfoProto value(String name, ElementType type, long... dims) {
    TypeProto.Builder proto = TypeProto.newBuilder();
    proto.getTensorTypeBuilder().setElemType(type.onnxCode()).getShapeBuilder();
    for (long dim : dims) {
      proto.getTensorTypeBuilder().getShapeBuilder().addDimBuilder().setDimValue(dim);
    }
    return ValueInfoProto.newBuilder().setName(name).setType(proto).build();
  }

  static NodeProto.Builder node(String type, String name, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(name)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs));
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(2).setI(value).build();
  }

  static AttributeProto integers(String name, Long... values) {
    return AttributeProto.newBuilder().setName(name).setType(7).addAllInts(List.of(values)).build();
  }

  static AttributeProto body(String name, GraphProto.Builder graph) {
    return AttributeProto.newBuilder().setName(name).setType(5).setG(graph).build();
  }

  static TensorProto.Builder tensor(String name, int type, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  static TensorProto.Builder raw(String name, ElementType type, byte[] bytes, long... dims) {
    return tensor(name, type.onnxCode(), dims).setRawData(ByteString.copyFrom(bytes));
  }

  static TensorProto.Builder floats(String name, float... values) {
    TensorProto.Builder tensor = tensor(name, 1, values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor;
  }

  /** A tensor of external data; the arguments are keys and values in turn. */
  static TensorProto.Builder external(TensorProto.Builder tensor, String... entries) {
    tensor.setDataLocation(1);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    return tensor;
  }

  static OnnxModel load(ModelProto.Builder model) {
    return OnnxModel.load(model.build().toByteArray());
  }

  static BlockquantException refused(ModelProto.Builder model) {
    return refused(model.build().toByteArray());
  }

  static BlockquantException refused(byte[] bytes) {
    return assertThrows(BlockquantException.class, () -> OnnxModel.load(bytes));
  }
}

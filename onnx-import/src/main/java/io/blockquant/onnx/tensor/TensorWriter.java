package io.blockquant.onnx.tensor;

import com.google.protobuf.ByteString;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TextTensors;
import io.blockquant.onnx.proto.StringStringEntryProto;
import io.blockquant.onnx.proto.TensorProto;

/** Write tensors as TensorProto messages with raw data; text as string data. */
public final class TensorWriter {

  private TensorWriter() {}

  /**
   * Return the message of a tensor in host memory; its bytes are copied.
   *
   * @throws IllegalArgumentException if the tensor has 2 GiB or more, which no message can hold
   */
  public static TensorProto inline(String name, Tensor tensor) {
    if (tensor.elementType() == ElementType.STRING) {
      TensorProto.Builder proto = header(name, tensor);
      TextTensors.toUtf8(tensor).forEach(text -> proto.addStringData(ByteString.copyFrom(text)));
      return proto.build();
    }
    return header(name, tensor).setRawData(bytes(tensor)).build();
  }

  /** Return the message of a tensor whose bytes are in a file beside the model. */
  public static TensorProto external(String name, Tensor tensor, String location, long offset) {
    return header(name, tensor)
        .setDataLocation(TensorReader.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(tensor.byteSize())))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static TensorProto.Builder header(String name, Tensor tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder().setName(name);
    for (long dim : tensor.shape().dims()) {
      proto.addDims(dim);
    }
    return proto.setDataType(tensor.elementType().onnxCode());
  }

  private static ByteString bytes(Tensor tensor) {
    if (tensor.byteSize() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(tensor + " does not fit a protobuf message of 2 GiB");
    }
    return ByteString.copyFrom(tensor.segment().asByteBuffer());
  }
}

package io.blockquant.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Let ONNX Runtime see memory as a tensor, without a copy. */
final class OrtTensors {

  /** A Java buffer counts in ints; the Java API keeps eight elements of the widest type free. */
  static final long LARGEST = Integer.MAX_VALUE - 64L;

  static final String LIMIT =
      "and the Java API of ONNX Runtime carries at most " + LARGEST + " in one tensor";

  private OrtTensors() {}

  /**
   * View native memory as a tensor; the caller closes it and keeps the memory alive until then.
   *
   * @param place names the tensor in a message
   */
  static OnnxTensor view(
      OrtEnvironment environment,
      ElementType type,
      Shape shape,
      MemorySegment memory,
      String place) {
    if (memory.byteSize() > LARGEST) {
      throw Diagnostic.error("Ort.TensorTooLarge", "a tensor MUST fit a Java buffer")
          .at(Place.tensor(place))
          .fact("type", type + " " + shape)
          .fact("bytes", memory.byteSize())
          .fact("at most", LARGEST)
          .help("split the tensor, or run its nodes on another backend")
          .asException();
    }
    ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    try {
      return view(environment, type, shape.dims(), bytes, place);
    } catch (OrtException e) {
      throw OrtErrors.tensor(place, type + " " + shape, e);
    }
  }

  private static OnnxTensor view(
      OrtEnvironment environment, ElementType type, long[] dims, ByteBuffer bytes, String place)
      throws OrtException {
    // Buffers of the element's own width: with others the Java API miscounts large ones.
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), dims);
      case DOUBLE -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), dims);
      case INT32, UINT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), dims);
      case INT64, UINT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), dims);
      case INT16, UINT16, FLOAT16, BFLOAT16 ->
          OnnxTensor.createTensor(
              environment, bytes.asShortBuffer(), dims, OrtTypes.carrier(type).orElseThrow());
      case INT8,
          UINT8,
          BOOL,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0 ->
          OnnxTensor.createTensor(environment, bytes, dims, OrtTypes.carrier(type).orElseThrow());
      // What crosses one code per byte is unpacked before; strings are no memory to view.
      case FLOAT4E2M1, FLOAT6E2M3, FLOAT6E3M2, UINT4, INT4, UINT2, INT2 ->
          throw uncarried(type, place);
      case STRING, COMPLEX64, COMPLEX128 -> throw uncarried(type, place);
    };
  }

  private static RuntimeException uncarried(ElementType type, String place) {
    return OrtErrors.uncarried(place, type);
  }
}

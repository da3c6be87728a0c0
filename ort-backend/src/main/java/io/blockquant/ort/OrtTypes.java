package io.blockquant.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.blockquant.core.dtype.ElementType;
import java.util.Arrays;
import java.util.Optional;

/** Translate element types, and say which of them ONNX Runtime's Java API can carry. */
final class OrtTypes {

  private OrtTypes() {}

  /** Return the Java API's type for tensors that cross the border; empty when it has none. */
  static Optional<OnnxJavaType> carrier(ElementType type) {
    return switch (type) {
      case FLOAT -> Optional.of(OnnxJavaType.FLOAT);
      case DOUBLE -> Optional.of(OnnxJavaType.DOUBLE);
      case FLOAT16 -> Optional.of(OnnxJavaType.FLOAT16);
      case BFLOAT16 -> Optional.of(OnnxJavaType.BFLOAT16);
      case INT8 -> Optional.of(OnnxJavaType.INT8);
      case UINT8 -> Optional.of(OnnxJavaType.UINT8);
      case INT16 -> Optional.of(OnnxJavaType.INT16);
      case INT32 -> Optional.of(OnnxJavaType.INT32);
      case INT64 -> Optional.of(OnnxJavaType.INT64);
      case BOOL -> Optional.of(OnnxJavaType.BOOL);
      case STRING -> Optional.of(OnnxJavaType.STRING);
      case UINT16, UINT32, UINT64 -> carrier(signed(type));
      case COMPLEX64, COMPLEX128 -> Optional.empty();
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
          Optional.of(OnnxJavaType.UINT8);
      case FLOAT4E2M1, FLOAT6E2M3, FLOAT6E3M2, UINT4, INT4, UINT2, INT2 ->
          Optional.of(OnnxJavaType.UINT8);
    };
  }

  /** Return {@code true} for the types that cross as signed ones, with a Cast on either side. */
  static boolean crossesAsSigned(ElementType type) {
    return switch (type) {
      case UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  /** Return the signed type of the same width; a cast between the two keeps every bit. */
  static ElementType signed(ElementType type) {
    return switch (type) {
      case UINT16 -> ElementType.INT16;
      case UINT32 -> ElementType.INT32;
      case UINT64 -> ElementType.INT64;
      default -> type;
    };
  }

  /** Return {@code true} for the types that stay between Blockquant's own operators. */
  static boolean isLowPrecision(ElementType type) {
    return type.isLowPrecisionFloat() || type.isSubByte();
  }

  /** Return {@code true} if a model that ONNX Runtime loads may mention the type. */
  static boolean isKnown(ElementType type) {
    // 1.29.0 knows the numbers up to INT2 (26); the two 6-bit formats came later.
    return type.onnxCode() <= ElementType.INT2.onnxCode();
  }

  /** Return the element type of a session's output; empty where the Java API has no name for it. */
  static Optional<ElementType> elementType(OnnxTensorType type) {
    // The Java API numbers the types in an order of its own.
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED -> Optional.empty();
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(ElementType.FLOAT);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(ElementType.DOUBLE);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(ElementType.FLOAT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(ElementType.BFLOAT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(ElementType.INT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(ElementType.UINT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(ElementType.INT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(ElementType.UINT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(ElementType.INT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(ElementType.UINT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(ElementType.INT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(ElementType.UINT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(ElementType.BOOL);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(ElementType.STRING);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64 -> Optional.of(ElementType.COMPLEX64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128 -> Optional.of(ElementType.COMPLEX128);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN -> Optional.of(ElementType.FLOAT8E4M3FN);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ -> Optional.of(ElementType.FLOAT8E4M3FNUZ);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2 -> Optional.of(ElementType.FLOAT8E5M2);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ -> Optional.of(ElementType.FLOAT8E5M2FNUZ);
    };
  }

  /** Return what a tensor is, as messages print it: {@code FLOAT [2, 4]}. */
  static String describe(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    return info.type + " " + Arrays.toString(info.getShape());
  }

  /** Say why a value of this type cannot cross the border. */
  static String refusal(String place, ElementType type) {
    return isLowPrecision(type)
        ? place + " is " + type + ": low-precision values stay between Blockquant's own operators"
        : place + " is " + type + ", which the Java API of ONNX Runtime cannot carry";
  }
}

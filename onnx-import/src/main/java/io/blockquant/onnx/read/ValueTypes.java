package io.blockquant.onnx.read;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.onnx.proto.TensorShapeProto;
import io.blockquant.onnx.proto.TypeProto;
import io.blockquant.onnx.proto.ValueInfoProto;
import io.blockquant.onnx.tensor.TensorReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Read the declared types of inputs and outputs. */
final class ValueTypes {

  private ValueTypes() {}

  /**
   * Return the type of a value, or null where the file does not say one.
   *
   * @throws BlockquantException {@code Onnx.UnsupportedType}, {@code Onnx.UnknownElementType}
   */
  static @Nullable TensorType read(ValueInfoProto value, Place where) {
    TypeProto type = value.getType();
    return switch (type.getValueCase()) {
      case TENSOR_TYPE -> tensor(type.getTensorType(), where);
      case VALUE_NOT_SET -> null;
      case SEQUENCE_TYPE -> throw unsupported("a sequence", where);
      case MAP_TYPE -> throw unsupported("a map", where);
      case OPTIONAL_TYPE -> throw unsupported("an optional", where);
      case SPARSE_TENSOR_TYPE -> throw unsupported("a sparse tensor", where);
      case OPAQUE_TYPE -> throw unsupported("an opaque value", where);
    };
  }

  /** Return the type of a value where it is one of a tensor that is known here. */
  static Optional<TensorType> tensorType(ValueInfoProto value) {
    TypeProto.Tensor type = value.getType().getTensorType();
    return ElementType.fromOnnxCode(type.getElemType())
        .map(element -> new TensorType(element, type.hasShape() ? dims(type.getShape()) : null));
  }

  private static @Nullable TensorType tensor(TypeProto.Tensor type, Place where) {
    if (type.getElemType() == 0) {
      return null;
    }
    return new TensorType(
        TensorReader.elementType(type.getElemType(), where),
        type.hasShape() ? dims(type.getShape()) : null);
  }

  private static List<Dim> dims(TensorShapeProto shape) {
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : shape.getDimList()) {
      dims.add(
          switch (dim.getValueCase()) {
            // Exporters write -1 for an extent that they do not know.
            case DIM_VALUE -> dim.getDimValue() < 0 ? Dim.UNKNOWN : Dim.of(dim.getDimValue());
            case DIM_PARAM ->
                dim.getDimParam().isEmpty() ? Dim.UNKNOWN : Dim.symbol(dim.getDimParam());
            case VALUE_NOT_SET -> Dim.UNKNOWN;
          });
    }
    return dims;
  }

  private static BlockquantException unsupported(String found, Place where) {
    return Diagnostic.error("Onnx.UnsupportedType", "inputs and outputs MUST be tensors")
        .at(where)
        .fact("found", found)
        .help("let the model take and return tensors only")
        .asException();
  }
}

package io.blockquant.onnx.tensor;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.proto.TensorProto;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Read the typed fields of a TensorProto: {@code float_data}, {@code int32_data} and their kin.
 *
 * <p>ONNX packs 4-bit and 2-bit elements into bytes and stores one byte per entry of {@code
 * int32_data}; 6-bit elements take an entry each, although {@code raw_data} packs them.
 */
final class TypedData {

  private final TensorProto proto;
  private final Place where;

  TypedData(TensorProto proto, Place where) {
    this.proto = proto;
    this.where = where;
  }

  Tensor read(ElementType type, Shape shape, Arena arena) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> floats(checked(type, shape, "float_data", arena));
      case DOUBLE, COMPLEX128 -> doubles(checked(type, shape, "double_data", arena));
      case INT64 -> longs(checked(type, shape, "int64_data", arena));
      case UINT32, UINT64 -> unsigned(checked(type, shape, "uint64_data", arena));
      case INT32, INT16, UINT16, INT8, UINT8, BOOL, FLOAT16, BFLOAT16 ->
          units(checked(type, shape, "int32_data", arena), type.bits());
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
          units(checked(type, shape, "int32_data", arena), Byte.SIZE);
      case FLOAT4E2M1, INT4, UINT4, INT2, UINT2 ->
          units(checked(type, shape, "int32_data", arena), Byte.SIZE);
      case FLOAT6E2M3, FLOAT6E3M2 -> codes(checked(type, shape, "int32_data", arena));
      case STRING -> throw new IllegalArgumentException("STRING has no tensor");
    };
  }

  /** Check how many entries there are, then allocate. */
  private Tensor checked(ElementType type, Shape shape, String field, Arena arena) {
    long expected = entries(type, shape.elementCount());
    long found = found(field);
    if (found != expected) {
      throw wrongLength(type, shape, field, expected, found);
    }
    return Tensor.allocate(type, shape, arena);
  }

  private static long entries(ElementType type, long elements) {
    return switch (type) {
      case COMPLEX64, COMPLEX128 -> Math.multiplyExact(elements, 2L);
      case FLOAT4E2M1, INT4, UINT4, INT2, UINT2 -> type.byteSize(elements);
      default -> elements;
    };
  }

  private long found(String field) {
    return switch (field) {
      case "float_data" -> proto.getFloatDataCount();
      case "double_data" -> proto.getDoubleDataCount();
      case "int64_data" -> proto.getInt64DataCount();
      case "uint64_data" -> proto.getUint64DataCount();
      case "int32_data" -> proto.getInt32DataCount();
      default -> throw new IllegalArgumentException(field);
    };
  }

  private BlockquantException wrongLength(
      ElementType type, Shape shape, String field, long expected, long found) {
    Diagnostic.Builder error =
        Diagnostic.error("Onnx.DataLength", "a tensor MUST have as many elements as its dims say")
            .at(where)
            .fact("tensor", type + " " + shape)
            .fact(
                "expected",
                "needs "
                    + type.byteSize(shape.elementCount())
                    + " bytes, or "
                    + expected
                    + " entries of "
                    + field);
    boolean empty =
        proto.getFloatDataCount() == 0
            && proto.getDoubleDataCount() == 0
            && proto.getInt32DataCount() == 0
            && proto.getInt64DataCount() == 0
            && proto.getUint64DataCount() == 0;
    return error
        .fact("found", empty ? "has no data" : "has " + found + " entries of " + field)
        .help("export the model again: the file is damaged, or its weights were left out")
        .asException();
  }

  private Tensor floats(Tensor tensor) {
    MemorySegment segment = tensor.segment();
    for (int i = 0; i < proto.getFloatDataCount(); i++) {
      segment.set(Elements.FLOAT, (long) i * Float.BYTES, proto.getFloatData(i));
    }
    return tensor;
  }

  private Tensor doubles(Tensor tensor) {
    MemorySegment segment = tensor.segment();
    for (int i = 0; i < proto.getDoubleDataCount(); i++) {
      segment.set(Elements.DOUBLE, (long) i * Double.BYTES, proto.getDoubleData(i));
    }
    return tensor;
  }

  private Tensor longs(Tensor tensor) {
    MemorySegment segment = tensor.segment();
    for (int i = 0; i < proto.getInt64DataCount(); i++) {
      segment.set(Elements.LONG, (long) i * Long.BYTES, proto.getInt64Data(i));
    }
    return tensor;
  }

  private Tensor unsigned(Tensor tensor) {
    MemorySegment segment = tensor.segment();
    boolean wide = tensor.elementType() == ElementType.UINT64;
    for (int i = 0; i < proto.getUint64DataCount(); i++) {
      long value = proto.getUint64Data(i);
      if (wide) {
        segment.set(Elements.LONG, (long) i * Long.BYTES, value);
      } else {
        checkRange(value >>> Integer.SIZE == 0, i, Long.toUnsignedString(value), tensor);
        segment.set(Elements.INT, (long) i * Integer.BYTES, (int) value);
      }
    }
    return tensor;
  }

  /** Store each entry as one unit of 8, 16 or 32 bits. */
  private Tensor units(Tensor tensor, int bits) {
    MemorySegment segment = tensor.segment();
    for (int i = 0; i < proto.getInt32DataCount(); i++) {
      int value = proto.getInt32Data(i);
      checkRange(fits(value, bits), i, Integer.toString(value), tensor);
      switch (bits) {
        case Integer.SIZE -> segment.set(Elements.INT, (long) i * Integer.BYTES, value);
        case Short.SIZE -> segment.set(Elements.SHORT, (long) i * Short.BYTES, (short) value);
        case Byte.SIZE -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) value);
        default -> throw new IllegalArgumentException("units of " + bits + " bits");
      }
    }
    return tensor;
  }

  private Tensor codes(Tensor tensor) {
    int bits = tensor.elementType().bits();
    for (int i = 0; i < proto.getInt32DataCount(); i++) {
      int code = proto.getInt32Data(i);
      checkRange(code >>> bits == 0, i, Integer.toString(code), tensor);
      Elements.setCode(tensor, i, code);
    }
    return tensor;
  }

  /** Writers store a byte signed or unsigned; both have the same low bits. */
  private static boolean fits(int value, int bits) {
    return bits == Integer.SIZE || (value >= -(1 << (bits - 1)) && value < 1 << bits);
  }

  private void checkRange(boolean fits, int index, String value, Tensor tensor) {
    if (!fits) {
      throw Diagnostic.error("Onnx.ElementRange", "an entry MUST fit the element type")
          .at(where)
          .fact("tensor", tensor)
          .fact("entry " + index, value)
          .help("export the model again: the file is damaged")
          .asException();
    }
  }
}

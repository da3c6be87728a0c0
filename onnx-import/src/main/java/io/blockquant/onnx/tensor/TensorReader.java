package io.blockquant.onnx.tensor;

import com.google.protobuf.ByteString;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TextTensors;
import io.blockquant.onnx.proto.TensorProto;
import io.blockquant.onnx.wire.Views;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;

/**
 * Read TensorProto messages; nothing is allocated before what a message claims is checked against
 * what it holds.
 *
 * <p>Large raw data and external data are views of the mapped files, the rest is copied into the
 * arena. Not thread-safe.
 */
public final class TensorReader {

  /** The value of {@code data_location} that says the bytes are in another file. */
  static final int EXTERNAL = 1;

  private final Arena arena;
  private final ExternalData external;
  private final Views views;

  /**
   * Read tensors whose memory lives as long as {@code arena}.
   *
   * @param views finds the large raw data of the messages
   */
  public TensorReader(Arena arena, ExternalData external, Views views) {
    this.arena = arena;
    this.external = external;
    this.views = views;
  }

  /**
   * Read a tensor.
   *
   * @param where how messages call the tensor
   * @throws BlockquantException {@code Onnx.UnknownElementType}, {@code Onnx.UnsupportedType},
   *     {@code Onnx.Dims}, {@code Onnx.DataLength}, {@code Onnx.ElementRange}, {@code
   *     Onnx.ExternalData}
   */
  public Tensor read(TensorProto proto, Place where) {
    ElementType type = elementType(proto.getDataType(), where);
    if (proto.hasSegment()) {
      throw Diagnostic.error("Onnx.UnsupportedType", "a tensor MUST be stored in one piece")
          .at(where)
          .fact("found", "a segment of a tensor")
          .help("save the model with external data instead of segments")
          .asException();
    }
    if (type == ElementType.STRING) {
      return text(proto, where);
    }
    Claim claim = claim(type, proto, where);
    if (proto.getDataLocation() == EXTERNAL) {
      return Tensor.of(type, claim.shape, external.read(proto, claim.bytes, where));
    }
    if (proto.hasRawData()) {
      MemorySegment raw = views.memory(proto.getRawData());
      checkLength(claim, raw.byteSize(), "raw_data", where);
      return Tensor.of(type, claim.shape, lasting(raw));
    }
    return new TypedData(proto, where).read(type, claim.shape, arena);
  }

  /**
   * Return the element type that ONNX gives a number.
   *
   * @throws BlockquantException {@code Onnx.UnknownElementType}
   */
  public static ElementType elementType(int code, Place where) {
    return ElementType.fromOnnxCode(code)
        .orElseThrow(() ->
            Diagnostic.error("Onnx.UnknownElementType", "an element type MUST be one of ONNX")
                .at(where)
                .fact("found", "unknown element type " + code)
                .fact("known", "1 (FLOAT) to 28 (FLOAT6E3M2)")
                .help("export the model with an ONNX release up to 1.23")
                .asException());
  }

  /** The size of text is that of its elements, which the message holds one by one. */
  private Tensor text(TensorProto proto, Place where) {
    Shape shape = shape(proto, where);
    if (proto.hasRawData() || proto.getDataLocation() == EXTERNAL) {
      throw Diagnostic.error("Onnx.DataLength", "a tensor of strings MUST have string_data")
          .at(where)
          .fact("found", proto.hasRawData() ? "raw_data" : "external data")
          .help("export the model again: the file is damaged")
          .asException();
    }
    if (shape.elementCount() != proto.getStringDataCount()) {
      throw Diagnostic.error(
              "Onnx.DataLength", "a tensor MUST have as many elements as its dims say")
          .at(where)
          .fact("tensor", "STRING " + shape)
          .fact("expected", shape.elementCount() + " entries of string_data")
          .fact("found", proto.getStringDataCount())
          .help("export the model again: the file is damaged, or its dims are wrong")
          .asException();
    }
    List<byte[]> values = proto.getStringDataList().stream().map(ByteString::toByteArray).toList();
    return TextTensors.ofUtf8(shape, values, arena);
  }

  /** What a message says of its size. */
  private record Claim(ElementType type, Shape shape, long bytes) {}

  private Claim claim(ElementType type, TensorProto proto, Place where) {
    Shape shape = shape(proto, where);
    try {
      return new Claim(type, shape, type.byteSize(shape.elementCount()));
    } catch (ArithmeticException e) {
      throw overflow(type, proto.getDimsList(), proto, where, e);
    }
  }

  private Shape shape(TensorProto proto, Place where) {
    List<Long> dims = proto.getDimsList();
    for (int axis = 0; axis < dims.size(); axis++) {
      if (dims.get(axis) < 0) {
        throw Diagnostic.error("Onnx.Dims", "a dimension of a tensor MUST NOT be negative")
            .at(where)
            .fact("dims", dims)
            .fact("dimension " + axis, "is negative (" + dims.get(axis) + ")")
            .help("export the model again: the file is damaged")
            .asException();
      }
    }
    try {
      return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    } catch (ArithmeticException e) {
      throw overflow(elementType(proto.getDataType(), where), dims, proto, where, e);
    }
  }

  private BlockquantException overflow(
      ElementType type,
      List<Long> dims,
      TensorProto proto,
      Place where,
      ArithmeticException cause) {
    BigInteger count = BigInteger.ONE;
    // 64 factors above 1 say enough; a file may hold millions.
    for (long dim : dims.stream().filter(d -> d > 1).limit(64).toList()) {
      count = count.multiply(BigInteger.valueOf(dim));
    }
    BigInteger bytes = count.multiply(BigInteger.valueOf(type.bits())).shiftRight(3);
    boolean countOverflows = count.bitLength() >= Long.SIZE;
    return new BlockquantException(
        List.of(
            Diagnostic.error("Onnx.Dims", "the size of a tensor MUST fit 63 bits")
                .at(where)
                .fact("dims", dims.size() <= 16 ? dims : dims.subList(0, 16) + " ...")
                .fact(
                    "claimed",
                    countOverflows ? "element count overflows 64 bits" : bytes + " bytes")
                .fact("found", present(proto))
                .help("export the model again: the file is damaged")
                .build()),
        cause);
  }

  private String present(TensorProto proto) {
    return proto.hasRawData()
        ? views.memory(proto.getRawData()).byteSize() + " bytes of raw_data"
        : "no raw_data";
  }

  private static void checkLength(Claim claim, long found, String field, Place where) {
    if (found != claim.bytes) {
      throw Diagnostic.error("Onnx.DataLength", "a tensor MUST have as many bytes as its dims say")
          .at(where)
          .fact("tensor", claim.type + " " + claim.shape)
          .fact("expected", "needs " + claim.bytes + " bytes of " + field)
          .fact("found", found == 0 ? "has no data" : "has " + found)
          .help("export the model again: the file is damaged, or its dims are wrong")
          .asException();
    }
  }

  /** A view of the file lasts; small raw data on the heap is copied. */
  private MemorySegment lasting(MemorySegment raw) {
    return raw.isNative() ? raw : arena.allocate(raw.byteSize(), Tensor.ALIGNMENT).copyFrom(raw);
  }
}

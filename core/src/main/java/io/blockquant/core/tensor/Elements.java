package io.blockquant.core.tensor;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.dtype.Packing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Read and write single elements of a tensor in host memory, by flat index.
 *
 * <p>Written for reading: the reference and the tools use it, kernels do not. No allocation.
 */
public final class Elements {

  /** ONNX stores little-endian; tensors need not be aligned to their elements. */
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian 32-bit integer at any address. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian 64-bit integer at any address. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian float at any address. */
  public static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** A little-endian double at any address. */
  public static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Elements() {}

  /** Return the bits of an element of at most 32 bits, in the low bits of an int. */
  public static int code(Tensor tensor, long index) {
    int bits = tensor.elementType().bits();
    return bits == Integer.SIZE
        ? tensor.segment().get(INT, index * Integer.BYTES)
        : Packing.get(tensor.segment(), bits, index);
  }

  /** Set the bits of an element of at most 32 bits; the bits of its neighbours stay. */
  public static void setCode(Tensor tensor, long index, int code) {
    int bits = tensor.elementType().bits();
    if (bits == Integer.SIZE) {
      tensor.segment().set(INT, index * Integer.BYTES, code);
    } else {
      Packing.set(tensor.segment(), bits, index, code);
    }
  }

  /** Return an integer or boolean element; UINT64 as the signed long of the same bits. */
  public static long integer(Tensor tensor, long index) {
    return switch (tensor.elementType()) {
      case INT64, UINT64 -> tensor.segment().get(LONG, index * Long.BYTES);
      case BOOL -> code(tensor, index) == 0 ? 0 : 1;
      case INT2, UINT2, INT4, UINT4, INT8, UINT8, INT16, UINT16, INT32, UINT32 ->
          Integers.signExtend(tensor.elementType(), code(tensor, index));
      default -> throw notOf("an integer", tensor.elementType());
    };
  }

  /** Return the value of a numeric element; exact for every type but 64-bit integers. */
  public static double value(Tensor tensor, long index) {
    ElementType type = tensor.elementType();
    if (type == ElementType.FLOAT) {
      return tensor.segment().get(FLOAT, index * Float.BYTES);
    }
    if (type == ElementType.DOUBLE) {
      return tensor.segment().get(DOUBLE, index * Double.BYTES);
    }
    if (Codecs.exists(type)) {
      return Codecs.of(type).decode(code(tensor, index));
    }
    return integer(tensor, index);
  }

  /** Set the value of a numeric element, rounded once to its type (F1, F3). */
  public static void setValue(Tensor tensor, long index, double value) {
    setValue(tensor, index, value, Conversion.QUANTIZE);
  }

  /** Set the value of a numeric element, rounded once to its type as {@code conversion} says. */
  public static void setValue(Tensor tensor, long index, double value, Conversion conversion) {
    ElementType type = tensor.elementType();
    MemorySegment segment = tensor.segment();
    if (type == ElementType.FLOAT) {
      segment.set(FLOAT, index * Float.BYTES, (float) value);
    } else if (type == ElementType.DOUBLE) {
      segment.set(DOUBLE, index * Double.BYTES, value);
    } else if (Codecs.exists(type)) {
      setCode(tensor, index, Codecs.of(type).encode(value, conversion));
    } else {
      setInteger(tensor, index, Integers.roundAndSaturate(type, value));
    }
  }

  /** Set an integer or boolean element; the value must fit its type. */
  public static void setInteger(Tensor tensor, long index, long value) {
    switch (tensor.elementType()) {
      case INT64, UINT64 -> tensor.segment().set(LONG, index * Long.BYTES, value);
      case BOOL, INT2, UINT2, INT4, UINT4, INT8, UINT8, INT16, UINT16, INT32, UINT32 ->
          setCode(tensor, index, (int) value & mask(tensor.elementType().bits()));
      default -> throw notOf("an integer", tensor.elementType());
    }
  }

  private static int mask(int bits) {
    return bits == Integer.SIZE ? -1 : (1 << bits) - 1;
  }

  private static IllegalArgumentException notOf(String what, ElementType type) {
    return new IllegalArgumentException(type + " is not " + what + " type");
  }
}

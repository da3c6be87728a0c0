package io.blockquant.core.tensor;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** Convert between tensors in host memory and Java arrays and buffers. */
public final class TensorArrays {

  private TensorArrays() {}

  /** Make a FLOAT tensor of a copy of {@code values}. */
  public static Tensor ofFloats(Shape shape, float... values) {
    return copyOf(ElementType.FLOAT, shape, MemorySegment.ofArray(values));
  }

  /** Make a DOUBLE tensor of a copy of {@code values}. */
  public static Tensor ofDoubles(Shape shape, double... values) {
    return copyOf(ElementType.DOUBLE, shape, MemorySegment.ofArray(values));
  }

  /** Make an INT32 tensor of a copy of {@code values}. */
  public static Tensor ofInts(Shape shape, int... values) {
    return copyOf(ElementType.INT32, shape, MemorySegment.ofArray(values));
  }

  /** Make an INT64 tensor of a copy of {@code values}. */
  public static Tensor ofLongs(Shape shape, long... values) {
    return copyOf(ElementType.INT64, shape, MemorySegment.ofArray(values));
  }

  /** Make a tensor of any type of a copy of its bytes: little-endian, packed (F4). */
  public static Tensor ofBytes(ElementType type, Shape shape, byte... bytes) {
    return copyOf(type, shape, MemorySegment.ofArray(bytes));
  }

  /** Make a tensor of codes, one per element, each in the low bits of an int. */
  public static Tensor ofCodes(ElementType type, Shape shape, int... codes) {
    Tensor tensor = Tensor.allocate(type, shape);
    checkLength(codes.length, tensor);
    for (int i = 0; i < codes.length; i++) {
      Elements.setCode(tensor, i, codes[i]);
    }
    return tensor;
  }

  /** Make a tensor of any numeric type of values, each rounded once to the type (F1, F3). */
  public static Tensor ofValues(ElementType type, Shape shape, double... values) {
    Tensor tensor = Tensor.allocate(type, shape);
    checkLength(values.length, tensor);
    for (int i = 0; i < values.length; i++) {
      Elements.setValue(tensor, i, values[i]);
    }
    return tensor;
  }

  /** View a direct buffer as a tensor, from its position to its limit, without a copy. */
  public static Tensor view(ElementType type, Shape shape, ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("only a direct buffer can be viewed; copy a heap buffer");
    }
    return Tensor.of(type, shape, MemorySegment.ofBuffer(buffer));
  }

  /** Return a copy of the bytes: little-endian, packed (F4). */
  public static byte[] toBytes(Tensor tensor) {
    return tensor.segment().toArray(ValueLayout.JAVA_BYTE);
  }

  /** Return the values of any numeric tensor as floats; wider types are rounded once. */
  public static float[] toFloats(Tensor tensor) {
    if (tensor.elementType() == ElementType.FLOAT) {
      return tensor.segment().toArray(Elements.FLOAT);
    }
    float[] values = new float[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Elements.value(tensor, i);
    }
    return values;
  }

  /** Return the values of any numeric tensor as doubles; exact for all but 64-bit integers. */
  public static double[] toDoubles(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Elements.value(tensor, i);
    }
    return values;
  }

  /** Return the values of an integer or boolean tensor. */
  public static long[] toLongs(Tensor tensor) {
    long[] values = new long[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = Elements.integer(tensor, i);
    }
    return values;
  }

  /** Return the codes of a tensor whose elements have at most 32 bits. */
  public static int[] toCodes(Tensor tensor) {
    int[] codes = new int[Math.toIntExact(tensor.elementCount())];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Elements.code(tensor, i);
    }
    return codes;
  }

  private static Tensor copyOf(ElementType type, Shape shape, MemorySegment source) {
    Tensor tensor = Tensor.allocate(type, shape);
    if (source.byteSize() != tensor.byteSize()) {
      throw new IllegalArgumentException(
          tensor + " needs " + tensor.byteSize() + " bytes, has " + source.byteSize());
    }
    tensor.segment().copyFrom(source);
    return tensor;
  }

  private static void checkLength(int length, Tensor tensor) {
    if (length != tensor.elementCount()) {
      throw new IllegalArgumentException(
          tensor + " needs " + tensor.elementCount() + " elements, has " + length);
    }
  }
}

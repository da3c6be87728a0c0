package io.blockquant.core.dtype;

import java.util.Optional;

/**
 * Name the type of a tensor element, as ONNX does.
 *
 * <p>The constants, their names and their numbers are those of {@code TensorProto.DataType},
 * without {@code UNDEFINED}: the absence of a type is expressed by {@link #fromOnnxCode} and not by
 * a type.
 */
public enum ElementType {
  FLOAT(1, 32, Kind.FLOATING),
  UINT8(2, 8, Kind.UNSIGNED_INTEGER),
  INT8(3, 8, Kind.SIGNED_INTEGER),
  UINT16(4, 16, Kind.UNSIGNED_INTEGER),
  INT16(5, 16, Kind.SIGNED_INTEGER),
  INT32(6, 32, Kind.SIGNED_INTEGER),
  INT64(7, 64, Kind.SIGNED_INTEGER),
  STRING(8, 0, Kind.STRING),
  BOOL(9, 8, Kind.BOOLEAN),
  FLOAT16(10, 16, Kind.FLOATING),
  DOUBLE(11, 64, Kind.FLOATING),
  UINT32(12, 32, Kind.UNSIGNED_INTEGER),
  UINT64(13, 64, Kind.UNSIGNED_INTEGER),
  COMPLEX64(14, 64, Kind.COMPLEX),
  COMPLEX128(15, 128, Kind.COMPLEX),
  BFLOAT16(16, 16, Kind.FLOATING),
  FLOAT8E4M3FN(17, 8, Kind.FLOATING),
  FLOAT8E4M3FNUZ(18, 8, Kind.FLOATING),
  FLOAT8E5M2(19, 8, Kind.FLOATING),
  FLOAT8E5M2FNUZ(20, 8, Kind.FLOATING),
  UINT4(21, 4, Kind.UNSIGNED_INTEGER),
  INT4(22, 4, Kind.SIGNED_INTEGER),
  FLOAT4E2M1(23, 4, Kind.FLOATING),
  FLOAT8E8M0(24, 8, Kind.FLOATING),
  UINT2(25, 2, Kind.UNSIGNED_INTEGER),
  INT2(26, 2, Kind.SIGNED_INTEGER),
  FLOAT6E2M3(27, 6, Kind.FLOATING),
  FLOAT6E3M2(28, 6, Kind.FLOATING);

  /** Group element types by the arithmetic they belong to. */
  public enum Kind {
    /** Floating point, FLOAT8E8M0 included. */
    FLOATING,
    /** Two's complement. */
    SIGNED_INTEGER,
    /** Unsigned. */
    UNSIGNED_INTEGER,
    /** One byte per element, zero or not. */
    BOOLEAN,
    /** Two floating-point parts. */
    COMPLEX,
    /** Byte strings of any length. */
    STRING
  }

  private final int onnxCode;
  private final int bits;
  private final Kind kind;

  ElementType(int onnxCode, int bits, Kind kind) {
    this.onnxCode = onnxCode;
    this.bits = bits;
    this.kind = kind;
  }

  /** Return the number of this type in {@code TensorProto.DataType}. */
  public int onnxCode() {
    return onnxCode;
  }

  /** Return the storage bits of one element; 0 for STRING, whose elements have no common size. */
  public int bits() {
    return bits;
  }

  /** Return the kind of arithmetic this type belongs to. */
  public Kind kind() {
    return kind;
  }

  /** Tell whether this is a real floating-point type of any width. */
  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  /** Tell whether this is a signed or unsigned integer type; BOOL is neither. */
  public boolean isInteger() {
    return kind == Kind.SIGNED_INTEGER || kind == Kind.UNSIGNED_INTEGER;
  }

  /** Tell whether several elements share a byte (F4). */
  public boolean isSubByte() {
    return 0 < bits && bits < Byte.SIZE;
  }

  /** Tell whether this is a floating-point type of at most 8 bits: FP4, FP6, FP8 or E8M0. */
  public boolean isLowPrecisionFloat() {
    return isFloating() && bits <= Byte.SIZE;
  }

  /**
   * Return the bytes that {@code elementCount} packed elements occupy (F4).
   *
   * @throws IllegalArgumentException if the count is negative or this is STRING
   * @throws ArithmeticException if the size does not fit a {@code long}
   */
  public long byteSize(long elementCount) {
    if (this == STRING) {
      throw new IllegalArgumentException("STRING elements have no fixed size");
    }
    return Packing.octetSize(bits, elementCount);
  }

  /**
   * Return the smallest value of an integer type.
   *
   * @throws IllegalStateException if this is not an integer type
   */
  public long minInteger() {
    requireInteger();
    return kind == Kind.SIGNED_INTEGER ? -1L << (bits - 1) : 0;
  }

  /**
   * Return the largest value of an integer type.
   *
   * <p>For UINT64 the result is 2^64 - 1 as an unsigned {@code long}, that is {@code -1L}: compare
   * it with {@link Long#compareUnsigned}. All others fit a signed {@code long}.
   *
   * @throws IllegalStateException if this is not an integer type
   */
  public long maxInteger() {
    requireInteger();
    return kind == Kind.SIGNED_INTEGER ? ~minInteger() : -1L >>> (Long.SIZE - bits);
  }

  /** Return the type that ONNX numbers {@code code}; empty for 0 and unknown numbers. */
  public static Optional<ElementType> fromOnnxCode(int code) {
    for (ElementType type : values()) {
      if (type.onnxCode == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private void requireInteger() {
    if (!isInteger()) {
      throw new IllegalStateException(this + " is not an integer type");
    }
  }
}

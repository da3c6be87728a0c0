package io.blockquant.cli.npy;

import io.blockquant.core.dtype.ElementType;
import java.util.Optional;

/** Match element types with the names that numpy has for them. */
final class NpyType {

  private NpyType() {}

  /** Return the type that numpy calls {@code descr}, whatever its byte order. */
  static Optional<ElementType> fromDescr(String descr) {
    return switch (descr.isEmpty() ? "" : descr.substring(1)) {
      case "f4" -> Optional.of(ElementType.FLOAT);
      case "f8" -> Optional.of(ElementType.DOUBLE);
      case "f2" -> Optional.of(ElementType.FLOAT16);
      case "i1" -> Optional.of(ElementType.INT8);
      case "i2" -> Optional.of(ElementType.INT16);
      case "i4" -> Optional.of(ElementType.INT32);
      case "i8" -> Optional.of(ElementType.INT64);
      // ml_dtypes saves its types as opaque bytes: V1 holds codes of 8 bits or less, V2 bfloat16.
      case "u1", "V1" -> Optional.of(ElementType.UINT8);
      case "u2" -> Optional.of(ElementType.UINT16);
      case "u4" -> Optional.of(ElementType.UINT32);
      case "u8" -> Optional.of(ElementType.UINT64);
      case "b1" -> Optional.of(ElementType.BOOL);
      case "V2" -> Optional.of(ElementType.BFLOAT16);
      case "c8" -> Optional.of(ElementType.COMPLEX64);
      case "c16" -> Optional.of(ElementType.COMPLEX128);
      default -> Optional.empty();
    };
  }

  /** Return {@code true} if {@code descr} says that elements are stored high byte first. */
  static boolean isBigEndian(String descr) {
    return descr.startsWith(">");
  }

  /**
   * Return the type as which a tensor is written: its own where numpy has it, codes of
   * low-precision floats as UINT8, narrow integers as bytes, BFLOAT16 as FLOAT, which holds each of
   * its values.
   */
  static ElementType storage(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1, FLOAT6E2M3, FLOAT6E3M2 -> ElementType.UINT8;
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
          ElementType.UINT8;
      case INT2, INT4 -> ElementType.INT8;
      case UINT2, UINT4 -> ElementType.UINT8;
      case BFLOAT16 -> ElementType.FLOAT;
      case FLOAT, FLOAT16, DOUBLE, BOOL, COMPLEX64, COMPLEX128, STRING -> type;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> type;
    };
  }

  /** Return numpy's name of a type that {@link #storage} gave. */
  static String descr(ElementType type) {
    return switch (type) {
      case FLOAT -> "<f4";
      case DOUBLE -> "<f8";
      case FLOAT16 -> "<f2";
      case INT8 -> "|i1";
      case INT16 -> "<i2";
      case INT32 -> "<i4";
      case INT64 -> "<i8";
      case UINT8 -> "|u1";
      case UINT16 -> "<u2";
      case UINT32 -> "<u4";
      case UINT64 -> "<u8";
      case BOOL -> "|b1";
      case COMPLEX64 -> "<c8";
      case COMPLEX128 -> "<c16";
      case STRING,
          BFLOAT16,
          FLOAT4E2M1,
          FLOAT6E2M3,
          FLOAT6E3M2,
          FLOAT8E8M0,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          INT2,
          INT4,
          UINT2,
          UINT4 ->
          throw new IllegalArgumentException("numpy has no type for " + type);
    };
  }
}

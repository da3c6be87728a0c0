package io.blockquant.core.dtype;

import org.jspecify.annotations.Nullable;

/** Find the codec of a floating-point type of at most 16 bits. */
public final class Codecs {

  private Codecs() {}

  /**
   * Return the codec of {@code type}.
   *
   * @throws IllegalArgumentException if there is none, see {@link #exists}
   */
  public static FloatCodec of(ElementType type) {
    FloatCodec codec = find(type);
    if (codec == null) {
      throw new IllegalArgumentException(type + " has no floating-point codec");
    }
    return codec;
  }

  /**
   * Tell whether {@code type} has a codec: the low-precision floats, FLOAT16 and BFLOAT16.
   *
   * <p>FLOAT and DOUBLE have none, because Java converts them itself.
   */
  public static boolean exists(ElementType type) {
    return find(type) != null;
  }

  private static @Nullable FloatCodec find(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1 -> MiniFloat.FLOAT4E2M1;
      case FLOAT6E2M3 -> MiniFloat.FLOAT6E2M3;
      case FLOAT6E3M2 -> MiniFloat.FLOAT6E3M2;
      case FLOAT8E4M3FN -> MiniFloat.FLOAT8E4M3FN;
      case FLOAT8E4M3FNUZ -> MiniFloat.FLOAT8E4M3FNUZ;
      case FLOAT8E5M2 -> MiniFloat.FLOAT8E5M2;
      case FLOAT8E5M2FNUZ -> MiniFloat.FLOAT8E5M2FNUZ;
      case FLOAT8E8M0 -> E8m0.FLOAT8E8M0;
      case FLOAT16 -> MiniFloat.FLOAT16;
      case BFLOAT16 -> MiniFloat.BFLOAT16;
      case FLOAT, DOUBLE, COMPLEX64, COMPLEX128, BOOL, STRING -> null;
      case INT2, INT4, INT8, INT16, INT32, INT64 -> null;
      case UINT2, UINT4, UINT8, UINT16, UINT32, UINT64 -> null;
    };
  }
}

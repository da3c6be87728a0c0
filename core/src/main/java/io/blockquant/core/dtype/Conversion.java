package io.blockquant.core.dtype;

/**
 * Choose what becomes of the numbers that a format cannot represent (F3).
 *
 * <p>Rounding comes first and the range is tested afterwards: 464 is halfway between 448 and the
 * next step of FLOAT8E4M3FN, rounds to 448 and therefore does not overflow.
 *
 * @param overflow what becomes of finite values above the largest code and of infinities
 * @param nan what becomes of NaN in a format that has none
 */
public record Conversion(Overflow overflow, NanRule nan) {

  /** Say what becomes of values beyond the largest finite one. */
  public enum Overflow {
    /** The largest finite value with the sign of the input; infinities too. */
    SATURATE,

    /**
     * ONNX {@code saturate=0}: infinity where the format has one, else NaN.
     *
     * <p>Formats without either (FP4 and FP6) saturate nevertheless.
     */
    TO_SPECIAL
  }

  /** Say what becomes of NaN in a format without NaN (FP4 and FP6). */
  public enum NanRule {
    /** The largest positive code, as {@code cvt.rn.satfinite} of PTX and the ONNX float4 text. */
    LARGEST_POSITIVE,

    /** The code of negative zero, as the published ONNX Cast cases expect. */
    NEGATIVE_ZERO
  }

  /** DynamicQuantize, Quantize and QuantizeLinear. */
  public static final Conversion QUANTIZE =
      new Conversion(Overflow.SATURATE, NanRule.LARGEST_POSITIVE);

  /** Cast and CastLike. */
  public static final Conversion CAST = new Conversion(Overflow.SATURATE, NanRule.NEGATIVE_ZERO);

  /** Cast and CastLike with {@code saturate=0}. */
  public static final Conversion CAST_UNSATURATED =
      new Conversion(Overflow.TO_SPECIAL, NanRule.NEGATIVE_ZERO);

  /** QuantizeLinear with {@code saturate=0}. */
  public static final Conversion QUANTIZE_UNSATURATED =
      new Conversion(Overflow.TO_SPECIAL, NanRule.LARGEST_POSITIVE);
}

package io.blockquant.core.dtype;

/**
 * Restate every sign-exponent-fraction format as a table, independently of {@link MiniFloat}.
 *
 * <p>Values come from the textbook formula in {@code double}, where each of them is exact.
 */
enum FormatTable {
  E2M1(ElementType.FLOAT4E2M1, 2, 1, 1, 0x7, false),
  E2M3(ElementType.FLOAT6E2M3, 2, 3, 1, 0x1F, false),
  E3M2(ElementType.FLOAT6E3M2, 3, 2, 3, 0x1F, false),
  E4M3FN(ElementType.FLOAT8E4M3FN, 4, 3, 7, 0x7E, false),
  E4M3FNUZ(ElementType.FLOAT8E4M3FNUZ, 4, 3, 8, 0x7F, false),
  E5M2(ElementType.FLOAT8E5M2, 5, 2, 15, 0x7B, true),
  E5M2FNUZ(ElementType.FLOAT8E5M2FNUZ, 5, 2, 16, 0x7F, false),
  BINARY16(ElementType.FLOAT16, 5, 10, 15, 0x7BFF, true),
  BFLOAT16(ElementType.BFLOAT16, 8, 7, 127, 0x7F7F, true);

  final ElementType type;
  final int exponentBits;
  final int fractionBits;
  final int bias;
  final int maxFiniteCode;
  final boolean hasInfinity;

  FormatTable(
      ElementType type,
      int exponentBits,
      int fractionBits,
      int bias,
      int maxFiniteCode,
      boolean hasInfinity) {
    this.type = type;
    this.exponentBits = exponentBits;
    this.fractionBits = fractionBits;
    this.bias = bias;
    this.maxFiniteCode = maxFiniteCode;
    this.hasInfinity = hasInfinity;
  }

  FloatCodec codec() {
    return Codecs.of(type);
  }

  int codeCount() {
    return 1 << (1 + exponentBits + fractionBits);
  }

  int signBit() {
    return codeCount() / 2;
  }

  /** FNUZ: the code of negative zero is the only NaN. */
  boolean isUnsignedZero() {
    return this == E4M3FNUZ || this == E5M2FNUZ;
  }

  boolean hasNan() {
    return type.bits() >= 8;
  }

  /** IEEE formats of ordinary arithmetic, to which saturation does not apply. */
  boolean neverSaturates() {
    return type.bits() == 16;
  }

  double value(int code) {
    int magnitude = code % signBit();
    double sign = code < signBit() ? 1 : -1;
    if (isUnsignedZero() && code == signBit()) {
      return Double.NaN;
    }
    if (magnitude > maxFiniteCode) {
      boolean infinity = hasInfinity && magnitude == maxFiniteCode + 1;
      return infinity ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    int field = magnitude / (1 << fractionBits);
    double fraction = magnitude % (1 << fractionBits) / Math.pow(2, fractionBits);
    return field == 0
        ? sign * fraction * Math.pow(2, 1 - bias)
        : sign * (1 + fraction) * Math.pow(2, field - bias);
  }
}

package io.blockquant.core.dtype;

/**
 * Convert between real numbers and the codes of one floating-point format, exactly.
 *
 * <p>Both directions are allocation-free arithmetic on bits. Implementations are immutable and safe
 * for use by many threads.
 */
public sealed interface FloatCodec permits MiniFloat, E8m0 {

  /** Return the element type whose codes these are. */
  ElementType type();

  /**
   * Round {@code value} to the format and return its code.
   *
   * <p>There is one rounding, from the exact {@code double}; a {@code float} argument widens to
   * {@code double} exactly. NaN becomes the one canonical quiet NaN of the format, whatever its
   * sign and payload, or what {@link Conversion#nan} says where the format has none.
   *
   * @return a code with only the low {@link #bits()} bits set
   */
  int encode(double value, Conversion how);

  /** Return the code of {@code value} under {@link Conversion#QUANTIZE}. */
  default int encode(double value) {
    return encode(value, Conversion.QUANTIZE);
  }

  /**
   * Return the value of {@code code}, exactly; every NaN code gives {@link Float#NaN}.
   *
   * @throws IllegalArgumentException if a bit above the low {@link #bits()} is set
   */
  float decode(int code);

  /** Return the number of bits in a code. */
  default int bits() {
    return type().bits();
  }

  /** Return the largest finite value. */
  float maxFinite();

  /** Tell whether some code means NaN. */
  boolean hasNan();

  /** Tell whether some codes mean positive and negative infinity. */
  boolean hasInfinity();

  /**
   * Tell whether {@code code} means NaN.
   *
   * @throws IllegalArgumentException if a bit above the low {@link #bits()} is set
   */
  boolean isNan(int code);
}

package io.blockquant.core.ops.dynamicquantize;

import java.util.Locale;
import java.util.Optional;

/** Choose how an E8M0 scale is made of the largest magnitude of its block (R4). */
public enum ScaleRounding {
  /** The smallest power of two that is not below {@code amax / qmax}: nothing saturates. */
  UP,
  /** The sample algorithm of OCP MX: the exponent of amax less that of qmax; data may saturate. */
  FLOOR;

  /** Return the attribute's text: {@code up}, {@code floor}. */
  public String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Return the rounding that an attribute's text names. */
  public static Optional<ScaleRounding> of(String attribute) {
    for (ScaleRounding rounding : values()) {
      if (rounding.attribute().equals(attribute)) {
        return Optional.of(rounding);
      }
    }
    return Optional.empty();
  }
}

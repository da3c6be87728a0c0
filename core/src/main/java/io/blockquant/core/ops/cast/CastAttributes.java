package io.blockquant.core.ops.cast;

import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.E8m0Rounding;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Locale;
import java.util.Optional;

/**
 * Hold the attributes of a Cast node as they were given; the constraints judge them.
 *
 * @param to ONNX number of the type of y; 0 where it is not given
 * @param saturate whether what lies beyond the range of a quantized float becomes its end
 * @param roundMode how powers of two are chosen for FLOAT8E8M0, as written
 */
public record CastAttributes(long to, boolean saturate, String roundMode) {

  /** Name of the attribute {@code to}. */
  public static final String TO = "to";

  /** Name of the attribute {@code saturate}. */
  public static final String SATURATE = "saturate";

  /** Name of the attribute {@code round_mode}. */
  public static final String ROUND_MODE = "round_mode";

  static CastAttributes read(Attributes attributes) {
    return new CastAttributes(
        attributes.integer(TO, 0),
        attributes.integer(SATURATE, 1) != 0,
        attributes.text(ROUND_MODE).orElse("up"));
  }

  /** Return the type of y; empty where {@code to} numbers none. */
  public Optional<ElementType> type() {
    return to == (int) to ? ElementType.fromOnnxCode((int) to) : Optional.empty();
  }

  /** Return what becomes of the numbers that a float type cannot represent (F3). */
  public Conversion conversion() {
    return saturate ? Conversion.CAST : Conversion.CAST_UNSATURATED;
  }

  /** Return how FLOAT8E8M0 is rounded (F5); empty where {@code round_mode} is no word for it. */
  public Optional<E8m0Rounding> rounding() {
    return switch (roundMode.toLowerCase(Locale.ROOT)) {
      case "up" -> Optional.of(E8m0Rounding.UP);
      case "down" -> Optional.of(E8m0Rounding.DOWN);
      case "nearest" -> Optional.of(E8m0Rounding.NEAREST);
      default -> Optional.empty();
    };
  }
}

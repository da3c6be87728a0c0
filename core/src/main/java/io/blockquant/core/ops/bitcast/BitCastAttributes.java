package io.blockquant.core.ops.bitcast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import java.util.Optional;

/**
 * Hold the attributes of a BitCast node as they were given; the constraints judge them.
 *
 * @param to ONNX number of the type of y; 0 where it is not given
 */
public record BitCastAttributes(long to) {

  /** Name of the attribute {@code to}. */
  public static final String TO = "to";

  static BitCastAttributes read(Attributes attributes) {
    return new BitCastAttributes(attributes.integer(TO, 0));
  }

  /** Return the type of y; empty where {@code to} numbers none. */
  public Optional<ElementType> type() {
    return to == (int) to ? ElementType.fromOnnxCode((int) to) : Optional.empty();
  }
}

package io.blockquant.conformance.report.log;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;

/**
 * Hold an output as a log has it: type, shape, and where its bytes are.
 *
 * @param type the element type
 * @param shape the shape
 * @param data the bytes: little-endian, packed, row-major
 */
public record LoggedOutput(ElementType type, Shape shape, Data data) {

  /** From this number of bytes on, an output goes into a file of its own. */
  public static final int LARGEST_INLINE = 64 << 10;

  /** Say where the bytes are. */
  public sealed interface Data {

    /** In the log itself, as Base64. */
    record Inline(String base64) implements Data {}

    /** In {@code data/<sha256>.bin} beside the log. */
    record File(String sha256) implements Data {}

    /** They are what the case expects, so the kit has them. */
    record SameAsExpected(String sha256) implements Data {}
  }

  /** Return how many bytes the output has. */
  public long byteSize() {
    return type.byteSize(shape.elementCount());
  }
}

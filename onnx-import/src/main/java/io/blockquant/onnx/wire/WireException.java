package io.blockquant.onnx.wire;

import java.io.Serial;

/** Say where bytes stop being protobuf; never leaves this package. */
final class WireException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  enum Kind {
    /** A value reaches beyond the bytes that are there. */
    TRUNCATED,
    /** The bytes are no field at all. */
    MALFORMED,
    /** A string is not UTF-8. */
    BAD_TEXT,
    /** Messages are nested deeper than any sensible model. */
    TOO_DEEP,
    /** The parsed form would not fit the memory that parsing may use. */
    TOO_LARGE
  }

  private final Kind kind;
  private final long position;
  private final int field;

  WireException(Kind kind, long position, int field, String found) {
    super(found);
    this.kind = kind;
    this.position = position;
    this.field = field;
  }

  Kind kind() {
    return kind;
  }

  long position() {
    return position;
  }

  /** Return the number of the field that was being read; 0 while its tag was. */
  int field() {
    return field;
  }
}

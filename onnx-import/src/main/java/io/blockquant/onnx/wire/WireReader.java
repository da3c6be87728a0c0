package io.blockquant.onnx.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Read the fields of one protobuf message in memory, one after the other, within its end. */
final class WireReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final int MAX_VARINT_BYTES = 10;

  private final MemorySegment memory;
  private final long end;
  private long position;
  private int field;
  private int wireType;
  private long fieldStart;
  private long payload;
  private long payloadEnd;

  WireReader(MemorySegment memory, long from, long end) {
    this.memory = memory;
    this.position = from;
    this.end = end;
  }

  /**
   * Step to the next field and past it.
   *
   * @return false at the end of the message
   * @throws WireException if the bytes are no field, or end inside one
   */
  boolean next() throws WireException {
    if (position >= end) {
      return false;
    }
    fieldStart = position;
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (tag >>> 32 != 0 || field == 0) {
      throw new WireException(
          WireException.Kind.MALFORMED, fieldStart, 0, "no field has tag " + tag);
    }
    payload = position;
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> skip(Long.BYTES);
      case FIXED32 -> skip(Integer.BYTES);
      case LENGTH_DELIMITED -> {
        long length = varint();
        payload = position;
        skip(length);
      }
      default ->
          throw new WireException(
              WireException.Kind.MALFORMED, fieldStart, field, "wire type " + wireType);
    }
    payloadEnd = position;
    return true;
  }

  int field() {
    return field;
  }

  int wireType() {
    return wireType;
  }

  /** Return where the tag of the field starts. */
  long fieldStart() {
    return fieldStart;
  }

  /** Return where the value of the field starts. */
  long payload() {
    return payload;
  }

  /** Return where the value of the field ends. */
  long payloadEnd() {
    return payloadEnd;
  }

  /** Return how many bytes the value of the field takes. */
  long payloadLength() {
    return payloadEnd - payload;
  }

  private void skip(long length) throws WireException {
    if (length < 0 || length > end - position) {
      throw new WireException(
          WireException.Kind.TRUNCATED,
          position,
          field,
          Long.toUnsignedString(length) + " bytes, " + (end - position) + " are left");
    }
    position += length;
  }

  private long varint() throws WireException {
    long value = 0;
    long start = position;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      if (position >= end) {
        throw new WireException(
            WireException.Kind.TRUNCATED, start, start == fieldStart ? 0 : field, "a number");
      }
      byte next = memory.get(ValueLayout.JAVA_BYTE, position++);
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new WireException(
        WireException.Kind.MALFORMED, start, field, "a number of more than 10 bytes");
  }
}

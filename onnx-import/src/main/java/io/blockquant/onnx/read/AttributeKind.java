package io.blockquant.onnx.read;

import java.util.Optional;

/** Name the kinds of attributes and the numbers that ONNX gives them. */
public enum AttributeKind {
  FLOAT(1),
  INT(2),
  STRING(3),
  TENSOR(4),
  GRAPH(5),
  FLOATS(6),
  INTS(7),
  STRINGS(8),
  TENSORS(9),
  GRAPHS(10),
  SPARSE_TENSOR(11),
  SPARSE_TENSORS(12),
  TYPE_PROTO(13),
  TYPE_PROTOS(14);

  private final int code;

  AttributeKind(int code) {
    this.code = code;
  }

  /** Return the number in {@code AttributeProto.AttributeType}. */
  public int code() {
    return code;
  }

  /** Return the kind that ONNX numbers {@code code}; empty for 0 and unknown numbers. */
  public static Optional<AttributeKind> fromCode(int code) {
    for (AttributeKind kind : values()) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}

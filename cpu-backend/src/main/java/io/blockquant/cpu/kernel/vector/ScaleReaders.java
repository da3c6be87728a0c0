package io.blockquant.cpu.kernel.vector;

import io.blockquant.core.dtype.ElementType;

/** Choose how scales of an element type are read. */
public final class ScaleReaders {
  private ScaleReaders() {}

  /** Return the reader of a type that scales may have (Q3). */
  public static ScaleReader of(ElementType type) {
    return switch (type) {
      case FLOAT -> new FloatScaleReader();
      case BFLOAT16 -> new Bfloat16ScaleReader();
      case FLOAT16 -> new Float16ScaleReader();
      case FLOAT8E8M0 -> new E8m0ScaleReader();
      case FLOAT8E4M3FN -> new E4m3ScaleReader();
      case INT32 -> new Int32ScaleReader();
      default -> throw new IllegalArgumentException("no reader of scales of " + type);
    };
  }
}

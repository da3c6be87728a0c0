package io.blockquant.core.dtype;

/** Choose the power of two that stands for a positive number in FLOAT8E8M0 (F5). */
public enum E8m0Rounding {
  /** The smallest power of two that is not below the value; the default of ONNX Cast. */
  UP,

  /** The largest power of two that is not above the value. */
  DOWN,

  /** The nearest power of two; halfway, the larger one. */
  NEAREST
}

package io.blockquant.core.ops.dynamicquantize;

import io.blockquant.core.dtype.E8m0;
import io.blockquant.core.dtype.E8m0Rounding;
import io.blockquant.core.dtype.MiniFloat;

/**
 * Make the scale of a block of its largest magnitude: R3, R4 and R5, with R6 to read it back.
 *
 * <p>All arithmetic is float32 with one rounding per written operation. Stateless.
 */
public final class BlockScales {

  /** E4M3 code of 1.0: the scale of a block of zeros. */
  private static final int E4M3_ONE = 0x38;

  /** E4M3 code of 2^-9, the smallest positive value. */
  private static final int E4M3_SMALLEST = 0x01;

  private BlockScales() {}

  /** Return the E4M3 code of a block's scale (R3). */
  public static int e4m3(float amax, float qmax, float g) {
    if (amax == 0) {
      return E4M3_ONE;
    }
    int code = MiniFloat.FLOAT8E4M3FN.encode((amax / qmax) / g);
    return code == 0 ? E4M3_SMALLEST : code;
  }

  /** Return the scale that an E4M3 code stands for (R6). */
  public static float ofE4m3(int code, float g) {
    return MiniFloat.FLOAT8E4M3FN.decode(code) * g;
  }

  /** Return the E8M0 code of a block's scale (R4). */
  public static int e8m0(float amax, float qmax, ScaleRounding rounding) {
    if (amax == 0) {
      return 0x00;
    }
    if (amax == Float.POSITIVE_INFINITY) {
      return 0xFE;
    }
    return switch (rounding) {
      case UP -> E8m0.FLOAT8E8M0.encode(amax / qmax, E8m0Rounding.UP);
      case FLOOR -> {
        // A double has the exponent of every float32, subnormals included.
        int exponent = Math.getExponent((double) amax) - Math.getExponent((double) qmax);
        yield Math.clamp(exponent + 127L, 0x00, 0xFE);
      }
    };
  }

  /** Return the scale that an E8M0 code stands for (R6). */
  public static float ofE8m0(int code) {
    return E8m0.FLOAT8E8M0.decode(code);
  }

  /** Return a block's scale as a float (R5). */
  public static float ofFloat(float amax, float qmax) {
    // One Inf must not poison its block: it counts as the largest finite magnitude.
    float s = Math.min(amax, Float.MAX_VALUE) / qmax;
    return s == 0 ? 1f : s;
  }
}

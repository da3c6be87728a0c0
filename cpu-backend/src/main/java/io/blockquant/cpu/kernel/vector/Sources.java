package io.blockquant.cpu.kernel.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.kernel.vector.Float16Source.Range;

/** Choose the source of an element type. */
public final class Sources {
  private Sources() {}

  /** Return the source of finite elements of FLOAT, BFLOAT16 or FLOAT16. */
  public static Source finite(ElementType type) {
    return type == ElementType.FLOAT16 ? new Float16Source(Range.FINITE) : any(type);
  }

  /** Return the source of finite elements whose scales are at least 2^-12. */
  public static Source coarse(ElementType type) {
    return type == ElementType.FLOAT16 ? new Float16Source(Range.FINITE_AND_COARSE) : any(type);
  }

  /** Return the source of any elements of FLOAT, BFLOAT16 or FLOAT16. */
  public static Source any(ElementType type) {
    return switch (type) {
      case FLOAT -> new Float32Source();
      case BFLOAT16 -> new Bfloat16Source();
      case FLOAT16 -> new Float16Source(Range.ANY);
      default -> throw new IllegalArgumentException("no source of " + type);
    };
  }
}

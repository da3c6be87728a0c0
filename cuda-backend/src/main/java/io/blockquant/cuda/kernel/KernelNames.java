package io.blockquant.cuda.kernel;

import io.blockquant.core.dtype.ElementType;
import java.util.Locale;

/** Spell element types as the names of kernels do. */
public final class KernelNames {

  private KernelNames() {}

  /** Return the word for a type: {@code bfloat16}, {@code e2m1}. */
  public static String of(ElementType type) {
    String name = type.name().toLowerCase(Locale.ROOT);
    // FLOAT4E2M1 is e2m1: the low-precision floats go by what follows their width.
    return type.isLowPrecisionFloat() ? name.substring("floatN".length()) : name;
  }
}

package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.cpu.kernel.vector.Markstein;

/** What the pass that makes scales tells of them: who may encode the tile. */
final class Verdict {
  /** A NaN among the elements, or a scale of 0 or infinity: the scalar twin's. */
  static final int TWIN = 0;

  /** Scales out of the range in which quotients can be corrected: divide. */
  static final int DIVIDE = 1;

  /** Ordinary scales. */
  static final int ORDINARY = 2;

  /** Ordinary scales of at least 2^-12: what is below 2^-14 has code 0 of E2M1. */
  static final int LARGE = 3;

  /** The bits of 2^-12. */
  private static final int LARGE_SCALE = (127 - 12) << 23;

  private static final int INFINITY = 0x7f800000;

  private Verdict() {}

  /** Judge the bits of the largest magnitude and of the smallest and the largest scale. */
  static int of(int amax, int leastScale, int mostScale) {
    if (amax > INFINITY || leastScale <= 0 || mostScale >= INFINITY) {
      return TWIN;
    }
    if (leastScale < Markstein.LEAST || mostScale > Markstein.MOST) {
      return DIVIDE;
    }
    return leastScale >= LARGE_SCALE ? LARGE : ORDINARY;
  }

  /** Judge the bits of the largest magnitude; all powers of two are ordinary. */
  static int ofPowersOfTwo(int amax) {
    return amax > INFINITY ? TWIN : ORDINARY;
  }
}

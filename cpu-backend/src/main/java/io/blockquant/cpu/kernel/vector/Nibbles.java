package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.IntVector;

/** Take bytes of two 4-bit codes apart, in the order of the elements (F4). */
final class Nibbles {

  private static final IntVector HALVES = Lanes.iota(1).lanewise(LSHR, 1);
  private static final IntVector UPPER_HALVES = HALVES.add(VectorWidth.LANES / 2);

  /** 0, 4, 0, 4, ..: the even element is in the low nibble. */
  private static final IntVector SHIFTS = Lanes.iota(1).and(1).lanewise(LSHL, 2);

  private Nibbles() {}

  /** Return the codes of the first half of the bytes in the low bits; those above are rubbish. */
  static IntVector first(IntVector bytes) {
    return HALVES.selectFrom(bytes).lanewise(LSHR, SHIFTS);
  }

  /** Return the codes of the second half of the bytes likewise. */
  static IntVector second(IntVector bytes) {
    return UPPER_HALVES.selectFrom(bytes).lanewise(LSHR, SHIFTS);
  }
}

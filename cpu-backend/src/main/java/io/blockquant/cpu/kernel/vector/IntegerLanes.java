package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Round to integers of at most 8 bits lane by lane. */
final class IntegerLanes {

  private static final IntVector MAGNITUDE = IntVector.broadcast(I, Lanes.MAGNITUDE);
  private static final IntVector SIGN = IntVector.broadcast(I, ~Lanes.MAGNITUDE);

  /** Beyond it every sum with a zero point saturates, and adding {@link #MAGIC} still rounds. */
  private static final IntVector LIMIT = IntVector.broadcast(I, Float.floatToRawIntBits(65536f));

  /** 1.5 * 2^23: the sum's last fraction bit is worth 1, so the adder rounds to nearest even. */
  private static final FloatVector MAGIC = FloatVector.broadcast(F, 0x1.8p23f);

  private static final IntVector MAGIC_BITS = MAGIC.reinterpretAsInts();

  private IntegerLanes() {}

  /** Round numbers, of which none is NaN, to nearest even; beyond 65536 it is that. */
  static IntVector round(FloatVector numbers) {
    IntVector bits = numbers.reinterpretAsInts();
    IntVector limited = bits.and(MAGNITUDE).min(LIMIT).or(bits.and(SIGN));
    return limited.reinterpretAsFloats().add(MAGIC).reinterpretAsInts().sub(MAGIC_BITS);
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;

/** Writes INT4 or UINT4, two codes a byte. No dynamic recipe has them. */
public final class NibbleEncoder extends Encoder {

  private static final IntVector NIBBLE = IntVector.broadcast(I, 0xF);

  private final int min;
  private final int max;

  /** Write a type with this range. */
  public NibbleEncoder(ElementType type) {
    min = (int) type.minInteger();
    max = (int) type.maxInteger();
  }

  @Override
  public int step() {
    return 2 * LANES;
  }

  @Override
  public float nanStandsFor() {
    return 0f;
  }

  @Override
  public void encodeBlocks(
      MemorySegment x,
      long xAt,
      float[] scales,
      int shift,
      int count,
      MemorySegment codes,
      long codesAt) {
    throw new UnsupportedOperationException("no dynamic recipe has 4-bit integers");
  }

  @Override
  public void encode(
      MemorySegment numbers, int[] zeros, int count, MemorySegment codes, long codesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += 2 * LANES) {
      IntVector first = code(numbers, zeros, i);
      IntVector second = code(numbers, zeros, i + LANES);
      IntVector high = Lanes.odd(first, second).lanewise(LSHL, 4);
      Lanes.storeBytes(Lanes.even(first, second).or(high), codes, codesAt + (i >>> 1));
    }
  }

  private IntVector code(MemorySegment numbers, int[] zeros, int i) {
    IntVector rounded = IntegerLanes.round(Lanes.floats(numbers, (long) i * Float.BYTES));
    IntVector sum = rounded.add(IntVector.fromArray(I, zeros, i));
    return sum.max(min).min(max).and(NIBBLE);
  }
}

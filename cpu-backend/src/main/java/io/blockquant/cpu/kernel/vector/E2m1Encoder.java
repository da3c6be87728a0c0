package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes FLOAT4E2M1, two codes a byte. */
public final class E2m1Encoder extends Encoder {

  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;
  private static final int SMALLEST_SHIFT = 4;

  /** The block of each pair of elements, counted from that of the first, in blocks of 16. */
  private static final IntVector BLOCK_OF_PAIR = Lanes.iota(2).lanewise(LSHR, SMALLEST_SHIFT);

  private static final IntVector ONE_BLOCK = IntVector.zero(I);

  @Override
  public int step() {
    return 2 * LANES;
  }

  @Override
  public float nanStandsFor() {
    return 6f;
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
    assert count % step() == 0 && shift >= SMALLEST_SHIFT : count;
    // 32 elements are at most two blocks, and one if blocks are larger than 16.
    IntVector spread = shift == SMALLEST_SHIFT ? BLOCK_OF_PAIR : ONE_BLOCK;
    for (int i = 0; i < count; i += 2 * LANES) {
      long at = xAt + (long) i * Float.BYTES;
      IntVector first = Lanes.ints(x, at);
      IntVector second = Lanes.ints(x, at + VECTOR_BYTES);
      IntVector even = Lanes.even(first, second);
      IntVector odd = Lanes.odd(first, second);
      IntVector near = FloatVector.fromArray(F, scales, i >>> shift).reinterpretAsInts();
      FloatVector s = spread.selectFrom(near).reinterpretAsFloats();
      IntVector pairs =
          E2m1Lanes.pair(
              E2m1Lanes.round(even.reinterpretAsFloats().div(s)),
              E2m1Lanes.round(odd.reinterpretAsFloats().div(s)),
              even,
              odd);
      Lanes.storeBytes(pairs, codes, codesAt + (i >>> 1));
    }
  }

  @Override
  public void encode(
      MemorySegment numbers, int[] zeros, int count, MemorySegment codes, long codesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += 2 * LANES) {
      long at = (long) i * Float.BYTES;
      IntVector first = Lanes.ints(numbers, at);
      IntVector second = Lanes.ints(numbers, at + VECTOR_BYTES);
      IntVector even = Lanes.even(first, second);
      IntVector odd = Lanes.odd(first, second);
      IntVector pairs =
          E2m1Lanes.pair(
              E2m1Lanes.round(even.reinterpretAsFloats()),
              E2m1Lanes.round(odd.reinterpretAsFloats()),
              even,
              odd);
      Lanes.storeBytes(pairs, codes, codesAt + (i >>> 1));
    }
  }
}

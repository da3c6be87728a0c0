package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT4E2M1. */
public final class E2m1Decoder extends Decoder {

  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;

  @Override
  public int step() {
    return 2 * LANES;
  }

  @Override
  public void decodeBlocks(
      MemorySegment codes,
      long codesAt,
      float[] scales,
      int shift,
      int count,
      MemorySegment values,
      long valuesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += 2 * LANES) {
      IntVector pairs = Lanes.bytes(codes, codesAt + (i >>> 1));
      FloatVector s = FloatVector.broadcast(F, scales[i >>> shift]);
      FloatVector t = FloatVector.broadcast(F, scales[(i + LANES) >>> shift]);
      long at = valuesAt + (long) i * Float.BYTES;
      E2m1Lanes.decode(Nibbles.first(pairs)).mul(s).intoMemorySegment(values, at, ORDER);
      E2m1Lanes.decode(Nibbles.second(pairs))
          .mul(t)
          .intoMemorySegment(values, at + VECTOR_BYTES, ORDER);
    }
  }

  @Override
  public void decodeElements(
      MemorySegment codes,
      long codesAt,
      float[] scales,
      int[] zeros,
      int count,
      MemorySegment values,
      long valuesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += 2 * LANES) {
      IntVector pairs = Lanes.bytes(codes, codesAt + (i >>> 1));
      FloatVector s = FloatVector.fromArray(F, scales, i);
      FloatVector t = FloatVector.fromArray(F, scales, i + LANES);
      long at = valuesAt + (long) i * Float.BYTES;
      E2m1Lanes.decode(Nibbles.first(pairs)).mul(s).intoMemorySegment(values, at, ORDER);
      E2m1Lanes.decode(Nibbles.second(pairs))
          .mul(t)
          .intoMemorySegment(values, at + VECTOR_BYTES, ORDER);
    }
  }
}

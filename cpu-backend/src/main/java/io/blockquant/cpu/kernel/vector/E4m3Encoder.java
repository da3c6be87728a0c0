package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** Writes FLOAT8E4M3FN. */
public final class E4m3Encoder extends Encoder {

  @Override
  public int step() {
    return Math.max(Byte.SIZE, LANES);
  }

  @Override
  public float nanStandsFor() {
    return Float.NaN;
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
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += LANES) {
      FloatVector s = FloatVector.broadcast(VectorWidth.F, scales[i >>> shift]);
      FloatVector quotient = Lanes.floats(x, xAt + (long) i * Float.BYTES).div(s);
      Lanes.storeBytes(E4m3Lanes.encode(quotient), codes, codesAt + i);
    }
  }

  @Override
  public void encode(
      MemorySegment numbers, int[] zeros, int count, MemorySegment codes, long codesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += LANES) {
      FloatVector number = Lanes.floats(numbers, (long) i * Float.BYTES);
      Lanes.storeBytes(E4m3Lanes.encodeAny(number), codes, codesAt + i);
    }
  }
}

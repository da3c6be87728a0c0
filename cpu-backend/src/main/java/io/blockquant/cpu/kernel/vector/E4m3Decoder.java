package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT8E4M3FN. */
public final class E4m3Decoder extends Decoder {

  @Override
  public int step() {
    return Math.max(Byte.SIZE, LANES);
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
    for (int i = 0; i < count; i += LANES) {
      IntVector loaded = Lanes.bytes(codes, codesAt + i);
      FloatVector s = FloatVector.broadcast(F, scales[i >>> shift]);
      long at = valuesAt + (long) i * Float.BYTES;
      E4m3Lanes.decode(loaded).mul(s).intoMemorySegment(values, at, ORDER);
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
    for (int i = 0; i < count; i += LANES) {
      IntVector loaded = Lanes.bytes(codes, codesAt + i);
      FloatVector s = FloatVector.fromArray(F, scales, i);
      long at = valuesAt + (long) i * Float.BYTES;
      E4m3Lanes.decode(loaded).mul(s).intoMemorySegment(values, at, ORDER);
    }
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Writes INT8 or UINT8. */
public final class ByteEncoder extends Encoder {

  private final int min;
  private final int max;

  /** Write a type with this range. */
  public ByteEncoder(ElementType type) {
    min = (int) type.minInteger();
    max = (int) type.maxInteger();
  }

  @Override
  public int step() {
    return Math.max(Byte.SIZE, LANES);
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
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += LANES) {
      FloatVector s = FloatVector.broadcast(F, scales[i >>> shift]);
      FloatVector quotient = Lanes.floats(x, xAt + (long) i * Float.BYTES).div(s);
      Lanes.storeBytes(IntegerLanes.round(quotient).max(min).min(max), codes, codesAt + i);
    }
  }

  @Override
  public void encode(
      MemorySegment numbers, int[] zeros, int count, MemorySegment codes, long codesAt) {
    assert count % step() == 0 : count;
    for (int i = 0; i < count; i += LANES) {
      IntVector rounded = IntegerLanes.round(Lanes.floats(numbers, (long) i * Float.BYTES));
      IntVector sum = rounded.add(IntVector.fromArray(I, zeros, i));
      Lanes.storeBytes(sum.max(min).min(max), codes, codesAt + i);
    }
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads INT8 or UINT8; differences with zero points are exact. */
public final class ByteDecoder extends Decoder {

  private final boolean signed;

  /** Read a type. */
  public ByteDecoder(ElementType type) {
    signed = type == ElementType.INT8;
  }

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
      floats(integers(loaded)).mul(s).intoMemorySegment(values, at, ORDER);
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
      floats(integers(loaded).sub(IntVector.fromArray(I, zeros, i)))
          .mul(s)
          .intoMemorySegment(values, at, ORDER);
    }
  }

  private IntVector integers(IntVector loaded) {
    return signed ? loaded.lanewise(LSHL, 24).lanewise(ASHR, 24) : loaded;
  }

  private static FloatVector floats(IntVector integers) {
    return (FloatVector) integers.convertShape(I2F, F, 0);
  }
}

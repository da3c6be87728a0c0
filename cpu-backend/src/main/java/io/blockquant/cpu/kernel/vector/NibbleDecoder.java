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

/** Reads INT4 or UINT4; differences with zero points are exact. */
public final class NibbleDecoder extends Decoder {

  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;

  private static final IntVector NIBBLE = IntVector.broadcast(I, 0xF);

  private final boolean signed;

  /** Read a type. */
  public NibbleDecoder(ElementType type) {
    signed = type == ElementType.INT4;
  }

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
      floats(integers(Nibbles.first(pairs))).mul(s).intoMemorySegment(values, at, ORDER);
      floats(integers(Nibbles.second(pairs)))
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
      floats(integers(Nibbles.first(pairs)).sub(IntVector.fromArray(I, zeros, i)))
          .mul(s)
          .intoMemorySegment(values, at, ORDER);
      floats(integers(Nibbles.second(pairs)).sub(IntVector.fromArray(I, zeros, i + LANES)))
          .mul(t)
          .intoMemorySegment(values, at + VECTOR_BYTES, ORDER);
    }
  }

  private IntVector integers(IntVector nibbles) {
    return signed ? nibbles.lanewise(LSHL, 28).lanewise(ASHR, 28) : nibbles.and(NIBBLE);
  }

  private static FloatVector floats(IntVector integers) {
    return (FloatVector) integers.convertShape(I2F, F, 0);
  }
}

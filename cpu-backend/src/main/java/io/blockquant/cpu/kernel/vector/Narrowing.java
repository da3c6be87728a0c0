package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.Lanes.MAGNITUDE;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.S;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.cpu.kernel.Scratch;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** Write a chunk of float32 from the thread's scratch to a tensor, rounded once (F1). */
public final class Narrowing {

  private static final int BFLOAT16_NAN = 0x7FC0;

  private Narrowing() {}

  /** Write elements of FLOAT, FLOAT16 or BFLOAT16. */
  public static void store(
      MemorySegment floats,
      MemorySegment tensor,
      ElementType type,
      long first,
      int count,
      Scratch scratch) {
    if (type == ElementType.FLOAT) {
      long bytes = (long) count * Float.BYTES;
      MemorySegment.copy(floats, 0, tensor, first * Float.BYTES, bytes);
      return;
    }
    short[] halves = scratch.shorts();
    if (type == ElementType.BFLOAT16) {
      toBfloat16(floats, halves, count);
    } else {
      float[] array = scratch.floats(0);
      MemorySegment.copy(floats, Elements.FLOAT, 0, array, 0, count);
      toFloat16(array, halves, count);
    }
    MemorySegment.copy(halves, 0, tensor, Elements.SHORT, first * Short.BYTES, count);
  }

  /** Adding half a unit, less one where the result is even, rounds to nearest even by carrying. */
  private static void toBfloat16(MemorySegment floats, short[] halves, int count) {
    for (int i = 0; i < count; i += LANES) {
      IntVector bits = Lanes.ints(floats, (long) i * Float.BYTES);
      IntVector odd = bits.lanewise(LSHR, 16).and(1);
      IntVector rounded = bits.add(odd).add(0x7FFF).lanewise(LSHR, 16);
      IntVector safe = rounded.blend(BFLOAT16_NAN, bits.and(MAGNITUDE).compare(GT, 0x7f800000));
      ((ShortVector) safe.convertShape(I2S, S, 0)).intoArray(halves, i);
    }
  }

  /** C2 knows this loop: it becomes the machine's own conversion. */
  private static void toFloat16(float[] floats, short[] halves, int count) {
    for (int i = 0; i < count; i++) {
      halves[i] = Float.floatToFloat16(floats[i]);
    }
  }
}

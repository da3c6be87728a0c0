package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static io.blockquant.cpu.kernel.vector.VectorWidth.ORDER;
import static io.blockquant.cpu.kernel.vector.VectorWidth.S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.S2I;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.cpu.kernel.Scratch;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Show a chunk of a tensor as float32 in native memory: in place where it is that already, widened
 * or copied into the thread's scratch where it is not.
 */
public final class FloatView {

  /** The scratch memory that {@link #stage} fills. */
  public static final int STAGING = 0;

  private FloatView() {}

  /** Return whether a tensor can be read where it is. */
  public static boolean isDirect(MemorySegment tensor, ElementType type) {
    return type == ElementType.FLOAT && tensor.isNative();
  }

  /** Copy elements of FLOAT, FLOAT16 or BFLOAT16 into the scratch, widened exactly. */
  public static MemorySegment stage(
      MemorySegment tensor, ElementType type, long first, int count, Scratch scratch) {
    MemorySegment target = scratch.staging(STAGING);
    if (type == ElementType.FLOAT) {
      long bytes = (long) count * Float.BYTES;
      MemorySegment.copy(tensor, first * Float.BYTES, target, 0, bytes);
      return target;
    }
    short[] halves = scratch.shorts();
    MemorySegment.copy(tensor, Elements.SHORT, first * Short.BYTES, halves, 0, count);
    if (type == ElementType.BFLOAT16) {
      widenBfloat16(halves, target, count);
    } else {
      float[] floats = scratch.floats(0);
      widenFloat16(halves, floats, count);
      MemorySegment.copy(floats, 0, target, Elements.FLOAT, 0, count);
    }
    return target;
  }

  /** BFLOAT16 is the upper half of a float32. The last vector may reach into the padding. */
  private static void widenBfloat16(short[] halves, MemorySegment target, int count) {
    for (int i = 0; i < count; i += LANES) {
      IntVector wide = (IntVector) ShortVector.fromArray(S, halves, i).convertShape(S2I, I, 0);
      wide.lanewise(LSHL, Short.SIZE).intoMemorySegment(target, (long) i * Float.BYTES, ORDER);
    }
  }

  /** C2 knows this loop: it becomes the machine's own conversion. */
  private static void widenFloat16(short[] halves, float[] floats, int count) {
    for (int i = 0; i < count; i++) {
      floats[i] = Float.float16ToFloat(halves[i]);
    }
  }
}

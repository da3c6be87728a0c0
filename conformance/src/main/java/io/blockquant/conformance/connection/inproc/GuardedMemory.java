package io.blockquant.conformance.connection.inproc;

import io.blockquant.conformance.connection.Request;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Hold the memory of one tensor between guard bytes that nobody may touch.
 *
 * <p>The tensor starts full of {@code fill}, so that an element that is never written shows: two
 * runs with different fills differ there.
 */
final class GuardedMemory {
  private static final long GUARD = Tensor.ALIGNMENT;

  private final MemorySegment whole;
  private final Tensor tensor;

  GuardedMemory(ElementType type, Shape shape, byte fill, Arena arena) {
    long bytes = type.byteSize(shape.elementCount());
    whole = arena.allocate(bytes + 2 * GUARD, Tensor.ALIGNMENT).fill(Request.GUARD);
    tensor = Tensor.of(type, shape, whole.asSlice(GUARD, bytes));
    tensor.segment().fill(fill);
  }

  Tensor tensor() {
    return tensor;
  }

  /** Return {@code true} if both guards are as they were. */
  boolean isIntact() {
    return isGuard(whole.asSlice(0, GUARD))
        && isGuard(whole.asSlice(whole.byteSize() - GUARD, GUARD));
  }

  private static boolean isGuard(MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); i++) {
      if (segment.get(ValueLayout.JAVA_BYTE, i) != Request.GUARD) {
        return false;
      }
    }
    return true;
  }
}

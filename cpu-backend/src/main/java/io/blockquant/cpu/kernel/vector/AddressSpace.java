package io.blockquant.cpu.kernel.vector;

import java.lang.foreign.MemorySegment;

/**
 * The whole of native memory as one segment.
 *
 * <p>Passes address memory by numbers. A segment of its own for every tensor would be safer and is
 * several times slower as soon as a process has run a few kernels: until the JIT compiler gets to
 * it, the Vector API itself moves vectors through segments on the heap, and the profiles of its
 * loads and stores, which all callers share, then say that any segment may be one. This segment is
 * a constant; its kind needs no profile.
 *
 * <p>It has no bounds either. Whoever sets a {@link io.blockquant.cpu.kernel.Frame} has checked,
 * once for a run, that what the passes touch lies within tensors that stay reachable ({@link
 * TileMemory}).
 */
public final class AddressSpace {
  /** All of it, or nothing where the JVM denies native access to this module. */
  static final MemorySegment ALL = all();

  private AddressSpace() {}

  private static MemorySegment all() {
    try {
      return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    } catch (IllegalCallerException e) {
      return MemorySegment.NULL;
    }
  }

  /** Return whether passes may use it. */
  public static boolean isOpen() {
    return ALL.byteSize() == Long.MAX_VALUE;
  }
}

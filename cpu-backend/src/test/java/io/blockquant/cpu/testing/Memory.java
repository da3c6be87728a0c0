package io.blockquant.cpu.testing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Kinds of memory that a tensor may lie in, each with guard bytes around it. */
public enum Memory {
  /** Off the heap, on a cache line. */
  NATIVE,
  /** Off the heap at an odd address, as in a mapped file. */
  UNALIGNED,
  /** A byte array. */
  HEAP_BYTES,
  /** An array of floats, which the Vector API cannot address. */
  HEAP_FLOATS,
  /** Off the heap, for the thread that allocated it alone. */
  CONFINED;

  private static final int GUARD = 64;
  private static final byte PATTERN = (byte) 0xA5;

  /**
   * A tensor's bytes between guard bytes.
   *
   * @param whole all of it
   * @param segment the tensor's bytes, filled with a pattern
   */
  public record Guarded(MemorySegment whole, MemorySegment segment) {

    /** Return whether nobody wrote beside the tensor's bytes. */
    public boolean isIntact() {
      long start = whole.byteSize() == 0 ? 0 : offset(whole, segment);
      for (long i = 0; i < whole.byteSize(); i++) {
        boolean inside = i >= start && i < start + segment.byteSize();
        if (!inside && whole.get(JAVA_BYTE, i) != PATTERN) {
          return false;
        }
      }
      return true;
    }

    private static long offset(MemorySegment whole, MemorySegment part) {
      return part.address() - whole.address();
    }
  }

  /** Allocate memory for a tensor. */
  @SuppressWarnings("MustBeClosedChecker") // a test's few bytes may live as long as the test JVM
  public Guarded allocate(long bytes) {
    long total = Math.ceilDiv(bytes, 4L) * 4 + 2 * GUARD;
    MemorySegment whole =
        switch (this) {
          case NATIVE, UNALIGNED -> Arena.ofAuto().allocate(total, GUARD);
          case HEAP_BYTES -> MemorySegment.ofArray(new byte[(int) total]);
          case HEAP_FLOATS -> MemorySegment.ofArray(new float[(int) total / 4]);
          case CONFINED -> Arena.ofConfined().allocate(total, GUARD);
        };
    whole.fill(PATTERN);
    long offset = this == UNALIGNED ? GUARD + 1 : GUARD;
    return new Guarded(whole, whole.asSlice(offset, bytes));
  }
}

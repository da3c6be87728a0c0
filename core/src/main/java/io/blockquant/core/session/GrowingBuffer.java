package io.blockquant.core.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Hold native memory that grows when more is needed. Not thread-safe.
 *
 * <p>Growing loses the content: whoever grows a buffer is about to write it.
 */
final class GrowingBuffer implements AutoCloseable {

  private final MemoryBudget budget;
  private MemorySegment segment = MemorySegment.NULL;
  private @Nullable Arena arena;
  private int generation;

  GrowingBuffer(MemoryBudget budget) {
    this.budget = budget;
  }

  /** Return memory of at least {@code bytes} bytes. */
  MemorySegment ensure(long bytes) {
    if (arena == null || bytes > segment.byteSize()) {
      close();
      grow(bytes);
    }
    return segment;
  }

  @SuppressWarnings("MustBeClosedChecker") // close() does, whenever the buffer is done with it
  private void grow(long bytes) {
    // Shared: a session may be closed by another thread than the one that ran it.
    Arena fresh = Arena.ofShared();
    try {
      segment = budget.reserve(bytes, fresh);
      arena = fresh;
      generation++;
    } finally {
      if (arena == null) {
        fresh.close();
      }
    }
  }

  /** Return a number that changes whenever the memory does; 0 before there is any. */
  int generation() {
    return generation;
  }

  /** Free the memory; the buffer may grow again. */
  @Override
  public void close() {
    Arena old = arena;
    if (old != null) {
      long bytes = segment.byteSize();
      arena = null;
      segment = MemorySegment.NULL;
      old.close();
      budget.release(bytes);
    }
  }
}

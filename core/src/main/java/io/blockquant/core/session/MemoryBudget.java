package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Keep the memory of a session below its limit. Thread-safe. */
final class MemoryBudget {

  private static final String CODE = "Session.MemoryLimit";

  private final long limit;
  private final AtomicLong held;

  /**
   * Start a budget.
   *
   * @param limit the most bytes that may be held at once
   * @param constants the bytes that are held from the start
   */
  MemoryBudget(long limit, long constants) {
    this.limit = limit;
    this.held = new AtomicLong(constants);
  }

  /** Allocate memory that counts until {@link #release} is called for it. */
  MemorySegment reserve(long bytes, Arena arena) {
    long before = held.getAndAdd(bytes);
    if (bytes > limit - before) {
      held.addAndGet(-bytes);
      throw exceeded(bytes, before);
    }
    boolean allocated = false;
    try {
      MemorySegment segment = allocate(bytes, arena);
      allocated = true;
      return segment;
    } finally {
      if (!allocated) {
        held.addAndGet(-bytes);
      }
    }
  }

  /** Allocate memory that the caller of a run will hold: it must fit now, and is not counted. */
  MemorySegment handOut(long bytes) {
    long now = held.get();
    if (bytes > limit - now) {
      throw exceeded(bytes, now);
    }
    return allocate(bytes, Arena.ofAuto());
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }

  private MemorySegment allocate(long bytes, Arena arena) {
    try {
      return arena.allocate(bytes, Tensor.ALIGNMENT);
    } catch (OutOfMemoryError e) {
      // Not a broken JVM: this is how an arena says that the system has no more native memory.
      throw new BlockquantException(
          List.of(
              Diagnostic.error(CODE, "the machine MUST have the native memory that a run needs")
                  .fact("bytes asked for", bytes)
                  .fact("bytes held", held.get())
                  .fact("answer", String.valueOf(e.getMessage()))
                  .help("free memory, run smaller inputs, or run fewer of them at once")
                  .build()),
          e);
    }
  }

  private BlockquantException exceeded(long bytes, long now) {
    return Diagnostic.error(CODE, "a session MUST stay within its memory limit")
        .fact("bytes asked for", bytes)
        .fact("bytes held", now)
        .fact("limit", limit)
        .help("raise the limit with SessionBuilder.memoryLimit, or run smaller inputs")
        .asException();
  }
}

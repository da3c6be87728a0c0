package io.blockquant.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Tie memory of a device to an arena: it is handed back when the arena is closed, or unreachable
 * where that is how it ends. Immutable.
 */
public final class Lifetime {

  /** No bytes that anybody could touch; the scope is what counts. */
  private final MemorySegment scope;

  private Lifetime(MemorySegment scope) {
    this.scope = scope;
  }

  /**
   * Run an action at the end of an arena.
   *
   * @throws IllegalStateException if it has ended
   * @throws WrongThreadException if it is another thread's alone
   */
  public static Lifetime of(Arena arena, Runnable atEnd) {
    return new Lifetime(MemorySegment.ofAddress(0).reinterpret(arena, _ -> atEnd.run()));
  }

  /** Return a lifetime without an end. */
  public static Lifetime endless() {
    return new Lifetime(MemorySegment.NULL);
  }

  /** Return whether the arena has not ended. */
  public boolean isAlive() {
    return scope.scope().isAlive();
  }
}

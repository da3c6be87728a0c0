package io.blockquant.cpu.kernel.vector;

import io.blockquant.cpu.kernel.Scratch;

/**
 * Run passes one after another over a chunk that stays in the first-level cache.
 *
 * <p>That the passes are called in a loop is what makes them fast: C2 gives up inlining the Vector
 * API in a body of more than some forty of its calls, and boxes every vector from there on. A call
 * that meets three classes in turn is never inlined, so each pass stays a body of its own, whatever
 * flags the JVM was started with. Passes of one task are therefore three or more wherever two of
 * them use vectors.
 */
public final class Pipeline {

  /** One pass. */
  @FunctionalInterface
  public interface Pass {

    /**
     * Work on a chunk.
     *
     * @param first the first element
     * @param count the number of elements, at most {@link Scratch#CHUNK}
     * @return whether the next pass may go on; {@code false} leaves the chunk to the scalar twin
     */
    boolean run(long first, int count, Scratch scratch);
  }

  private final Pass[] passes;

  /** Line up passes. */
  public Pipeline(Pass... passes) {
    this.passes = passes.clone();
  }

  /** Run all passes; {@code false} where one of them left the chunk to the scalar twin. */
  public boolean run(long first, int count, Scratch scratch) {
    for (Pass pass : passes) {
      if (!pass.run(first, count, scratch)) {
        return false;
      }
    }
    return true;
  }
}

package io.blockquant.cpu.kernel;

/**
 * Describe work that threads can share: phases, one after another, of units that are independent of
 * each other.
 *
 * <p>The result does not depend on how the units of a phase are split into ranges (R9).
 */
public interface Work {

  /** Return the number of phases; each starts when the one before it has ended. */
  int phases();

  /** Return the number of units of a phase. */
  long units(int phase);

  /** Return how many units are worth handing to another thread. */
  long grain(int phase);

  /** Do the units {@code from} (inclusive) to {@code to} (exclusive) of a phase. */
  void run(int phase, long from, long to, Scratch scratch);
}

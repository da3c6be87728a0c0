package io.blockquant.cuda.kernel;

/**
 * Run one kernel.
 *
 * @param kernel its name
 * @param grid how many thread blocks
 * @param threads how many threads a block
 */
public record Launch(String kernel, int grid, int threads) {

  /** How many thread blocks a kernel that walks its work is given at most. */
  private static final long WALKERS = 1L << 20;

  /** Return a launch of a thread for each of these units of work. */
  public static Launch of(String kernel, long units, int threads) {
    return new Launch(kernel, Math.toIntExact(Math.ceilDiv(units, (long) threads)), threads);
  }

  /** Return a launch of a kernel whose threads walk the work, however much it is. */
  public static Launch walking(String kernel, long units, int threads) {
    long blocks = Math.min(Math.ceilDiv(units, (long) threads), WALKERS);
    return new Launch(kernel, (int) blocks, threads);
  }
}

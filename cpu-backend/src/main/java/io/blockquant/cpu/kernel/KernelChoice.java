package io.blockquant.cpu.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Say which kernel computes a problem, and why the others do not.
 *
 * @param kernel the chosen kernel
 * @param losers the other kernels for these element types, in the order of their ranks
 */
public record KernelChoice<P>(Kernel<P> kernel, List<Loser> losers) {

  /**
   * A kernel that was not chosen.
   *
   * @param name its name
   * @param reason why not
   */
  public record Loser(String name, String reason) {
    @Override
    public String toString() {
      return name + ": " + reason;
    }
  }

  public KernelChoice {
    losers = List.copyOf(losers);
  }

  /** Return the choice in one line: {@code a (not b: reason; not c: reason)}. */
  @Override
  public String toString() {
    if (losers.isEmpty()) {
      return kernel.name();
    }
    return losers.stream()
        .map(loser -> "not " + loser)
        .collect(Collectors.joining("; ", kernel.name() + " (", ")"));
  }
}

package io.blockquant.cpu.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Choose the kernel of a problem. Immutable and thread-safe.
 *
 * <p>Two kernels of one rank for the same element types are an error at start, not a coin toss at
 * run time.
 *
 * @param <P> the operator's problem
 */
public final class KernelRegistry<P> {

  private final Map<KernelKey, List<Kernel<P>>> kernels = new HashMap<>();

  /**
   * Hold these kernels.
   *
   * @throws IllegalArgumentException if two of one rank are for the same element types
   */
  public KernelRegistry(List<? extends Kernel<P>> kernels) {
    for (Kernel<P> kernel : kernels) {
      kernel.keys().forEach(key -> add(key, kernel));
    }
    this.kernels.values().forEach(rivals -> rivals.sort(Comparator.comparingInt(Kernel::rank)));
  }

  private void add(KernelKey key, Kernel<P> kernel) {
    List<Kernel<P>> rivals = kernels.computeIfAbsent(key, k -> new ArrayList<>());
    for (Kernel<P> rival : rivals) {
      if (rival.rank() == kernel.rank()) {
        throw new IllegalArgumentException(
            "%s and %s both have rank %d for %s"
                .formatted(rival.name(), kernel.name(), kernel.rank(), key));
      }
    }
    rivals.add(kernel);
  }

  /** Return the kernels for these element types, lowest rank first. */
  public List<Kernel<P>> candidates(KernelKey key) {
    return List.copyOf(kernels.getOrDefault(key, List.of()));
  }

  /** Choose the kernel of a problem and tell why the others lost; empty when none takes it. */
  public Optional<KernelChoice<P>> choose(KernelKey key, P problem) {
    Kernel<P> chosen = null;
    List<KernelChoice.Loser> losers = new ArrayList<>();
    for (Kernel<P> kernel : candidates(key)) {
      Optional<String> reason = kernel.declines(problem);
      if (reason.isPresent()) {
        losers.add(new KernelChoice.Loser(kernel.name(), reason.get()));
      } else if (chosen == null) {
        chosen = kernel;
      } else {
        String rank = "rank " + kernel.rank() + " comes after " + chosen.rank();
        losers.add(new KernelChoice.Loser(kernel.name(), rank));
      }
    }
    return chosen == null ? Optional.empty() : Optional.of(new KernelChoice<>(chosen, losers));
  }

  /** Tell in one line what {@link #choose} answers. */
  public String explain(KernelKey key, P problem) {
    return choose(key, problem).map(KernelChoice::toString).orElseGet(() -> "no kernel for " + key);
  }
}

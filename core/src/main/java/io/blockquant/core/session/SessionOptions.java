package io.blockquant.core.session;

import io.blockquant.core.spi.BackendOptions;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Say how a session plans and runs a graph.
 *
 * @param backends the backends to ask, in order; empty means every available one, by rank
 * @param threads how many threads a run may compute on, the caller's included; at least 1
 * @param memoryLimit the most bytes that constants, buffers and outputs may take together
 * @param passes whether the graph is rewritten before it is planned
 * @param disabledPasses the names of passes that do not run
 * @param settings further settings for the backends, as each documents them
 */
public record SessionOptions(
    List<String> backends,
    int threads,
    long memoryLimit,
    boolean passes,
    Set<String> disabledPasses,
    Map<String, String> settings) {

  public SessionOptions {
    backends = List.copyOf(new LinkedHashSet<>(backends));
    disabledPasses = Set.copyOf(disabledPasses);
    settings = Map.copyOf(settings);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1, found " + threads);
    }
    if (memoryLimit < 1) {
      throw new IllegalArgumentException("the memory limit must be >= 1, found " + memoryLimit);
    }
  }

  /** Return the defaults: all backends, processors, passes, and the machine's memory. */
  public static SessionOptions defaults() {
    return new SessionOptions(
        List.of(),
        Runtime.getRuntime().availableProcessors(),
        physicalMemory(),
        true,
        Set.of(),
        Map.of());
  }

  /** Return the memory of the machine, or of the container around this process. */
  public static long physicalMemory() {
    // Runtime.maxMemory is the heap alone, where no tensor lives; only this bean knows containers.
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.max(1, system.getTotalMemorySize())
        : Long.MAX_VALUE;
  }

  BackendOptions forBackends() {
    return new BackendOptions(threads, settings);
  }
}

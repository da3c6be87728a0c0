package io.blockquant.core.spi;

import java.util.Map;

/**
 * Tell a backend how to run.
 *
 * @param threads how many threads may compute at once, the caller's included; at least 1
 * @param settings further settings by name, as the backend documents them
 */
public record BackendOptions(int threads, Map<String, String> settings) {

  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be >= 1, found " + threads);
    }
    settings = Map.copyOf(settings);
  }

  /** All processors, no settings. */
  public static BackendOptions defaults() {
    return new BackendOptions(Runtime.getRuntime().availableProcessors(), Map.of());
  }
}

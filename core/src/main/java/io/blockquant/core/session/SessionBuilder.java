package io.blockquant.core.session;

import io.blockquant.core.graph.Model;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collect the options of a {@link Session} and open it. Not thread-safe. */
public final class SessionBuilder {

  private final Model model;
  private final Set<String> backends = new LinkedHashSet<>();
  private final Set<String> disabledPasses = new HashSet<>();
  private final Map<String, String> settings = new HashMap<>();
  private int threads;
  private long memoryLimit;
  private boolean passes;

  SessionBuilder(Model model) {
    this.model = model;
    SessionOptions defaults = SessionOptions.defaults();
    this.threads = defaults.threads();
    this.memoryLimit = defaults.memoryLimit();
    this.passes = defaults.passes();
  }

  /**
   * Name the backends to ask, in order: a node runs on the first one that supports it. Without a
   * name, every available backend is asked, by rank.
   */
  public SessionBuilder backends(String... ids) {
    backends.addAll(Arrays.asList(ids));
    return this;
  }

  /** Set how many threads a run may compute on, the caller's included; all processors if unset. */
  public SessionBuilder threads(int count) {
    threads = count;
    return this;
  }

  /**
   * Set the most bytes that constants, buffers and outputs may take together; the machine's memory
   * if unset. What a backend allocates on a device of its own does not count.
   */
  public SessionBuilder memoryLimit(long bytes) {
    memoryLimit = bytes;
    return this;
  }

  /** Switch one pass off, by its name. */
  public SessionBuilder disablePass(String name) {
    disabledPasses.add(name);
    return this;
  }

  /** Switch all passes on (the default) or off. */
  public SessionBuilder passes(boolean on) {
    passes = on;
    return this;
  }

  /** Give the backends a setting of their own. */
  public SessionBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Return the options as they are now. */
  public SessionOptions options() {
    return new SessionOptions(
        List.copyOf(backends), threads, memoryLimit, passes, disabledPasses, settings);
  }

  /**
   * Verify the graph, plan it, compile it.
   *
   * @throws io.blockquant.core.diag.BlockquantException with every problem of the graph ({@code
   *     Graph.*}, {@code Operator.Label}); every node that no backend runs ({@code
   *     Plan.Unsupported}); a backend that cannot run here ({@code Session.BackendUnavailable}); a
   *     graph that needs more memory than the limit ({@code Session.MemoryLimit})
   */
  public Session open() {
    return SessionOpener.open(model, options());
  }
}

package io.blockquant.conformance.connection;

import java.time.Duration;

/** Hold a backend that was reached. One thread at a time. */
public interface Peer extends AutoCloseable {

  /** Return what it said of itself when it was opened. */
  Hello hello();

  /**
   * Have it run a request, as often as its drill says.
   *
   * <p>Whatever the backend does is an {@link Answer}; only errors of the kit are thrown.
   *
   * @param limit how long one run may take before it counts as hanging; no verdict depends on how
   *     long it took within
   * @throws IllegalStateException if the peer is not {@link #usable}
   */
  Answer answer(Request request, Duration limit);

  /**
   * Return {@code false} once it crashed, hung or broke the protocol: nothing that it says later
   * can be believed, so the next request needs a new peer.
   */
  boolean usable();

  /** Let it go, and end what was started for it; never throws for what the peer does. */
  @Override
  void close();
}

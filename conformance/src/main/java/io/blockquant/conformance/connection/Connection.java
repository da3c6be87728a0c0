package io.blockquant.conformance.connection;

/**
 * Name a way to a backend; {@link Peer}s are opened along it.
 *
 * <p>Immutable and thread-safe. The text is what a user typed: {@code inproc:cpu}, {@code
 * exec:python3 harness.py}.
 */
public interface Connection {

  /** Return the text that it was made of, which makes it again. */
  String text();

  /**
   * Tell whether the backend is outside this JVM, so that its crash or hang ends a {@link Peer} and
   * nothing else.
   */
  boolean isolated();

  /**
   * Open a peer and shake hands with it. May be called again, one after another or at once; what
   * {@code tcp:} reaches may serve one at a time.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Conformance.Connection} if nobody
   *     answers, {@code Conformance.Handshake} if what answers breaks the protocol or shares no
   *     version with this kit
   */
  Peer open();
}

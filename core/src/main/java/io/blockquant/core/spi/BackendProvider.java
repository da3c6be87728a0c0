package io.blockquant.core.spi;

/**
 * Entry point of a backend, found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations MUST be cheap to construct and MUST NOT load native code before {@link
 * #probe}.
 */
public interface BackendProvider {

  /** Return the stable, lower-case, unique name: {@code cpu}, {@code cuda}, {@code acme-npu}. */
  String id();

  /** Say whether this backend can run here; never throws, so that one broken jar stops nobody. */
  Availability probe();

  /**
   * Open the backend for one session, which closes it.
   *
   * @throws io.blockquant.core.diag.BlockquantException if it is unavailable
   */
  Backend open(BackendOptions options);

  /**
   * Return where the backend stands when the user names none: the lowest rank is asked first; a
   * negative rank is used only by name.
   */
  int rank();
}

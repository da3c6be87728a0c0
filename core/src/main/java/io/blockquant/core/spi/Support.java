package io.blockquant.core.spi;

/**
 * Say whether a backend runs a node. Unsupported is an answer, not an exception: the planner and
 * the explanation both read it.
 */
public sealed interface Support {

  /**
   * It does.
   *
   * @param kernel which kernel, and why that one where there was a choice
   */
  record Native(String kernel) implements Support {}

  /**
   * It does not.
   *
   * @param reason why, with the facts
   */
  record Unsupported(String reason) implements Support {}

  /** Return {@code true} if the node runs. */
  default boolean isSupported() {
    return this instanceof Native;
  }
}

package io.blockquant.cli.test;

/** Name what can become of a case. */
public enum CaseStatus {
  /** Ran, and every output matched. */
  PASS,
  /** Ran into an error, or an output does not match. */
  FAIL,
  /** Our own declared answer: the model needs something that this project does not do. */
  UNSUPPORTED,
  /** Nothing to compare with, or a known deviation. */
  SKIP
}

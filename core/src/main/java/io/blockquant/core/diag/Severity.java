package io.blockquant.core.diag;

/** Tell how much a {@link Diagnostic} weighs. */
public enum Severity {
  /** The graph or the request cannot be honoured. */
  ERROR,
  /** The graph runs, but not as it is written; the text says what was done instead. */
  WARNING;

  /** Return the lower-case word that messages print. */
  public String label() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }
}

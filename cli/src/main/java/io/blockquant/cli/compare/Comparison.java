package io.blockquant.cli.compare;

import org.jspecify.annotations.Nullable;

/**
 * Say how a computed tensor compares with the expected one.
 *
 * @param mismatch why they do not match, in one line; null when they do
 * @param maxAbsDiff the largest absolute difference of two finite elements; NaN where types or
 *     shapes do not allow one
 * @param meanAbsDiff the mean of these differences
 */
public record Comparison(@Nullable String mismatch, double maxAbsDiff, double meanAbsDiff) {

  /** Report tensors that cannot be compared element by element. */
  static Comparison incomparable(String mismatch) {
    return new Comparison(mismatch, Double.NaN, Double.NaN);
  }

  /** Return {@code true} if the tensors match. */
  public boolean matches() {
    return mismatch == null;
  }

  /** Return the reason in one line, or {@code ok}. */
  public String verdict() {
    return mismatch == null ? "ok" : mismatch;
  }
}

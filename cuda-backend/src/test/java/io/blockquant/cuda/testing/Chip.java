package io.blockquant.cuda.testing;

/** Chips that differ in what the kernels do on them. */
public enum Chip {
  /** Without instructions for E2M1: up to sm_90. */
  PLAIN,
  /** With them, as the toolkit's headers say what they do: sm_100 and sm_120. */
  WITH_E2M1;

  /** Return how many of {@code count} floats, by their bits, the ways to E2M1 disagree on. */
  public long e2m1Differences(int first, int step, long count) {
    return HostKernels.orSkip(this).e2m1Differences(first, step, count);
  }
}

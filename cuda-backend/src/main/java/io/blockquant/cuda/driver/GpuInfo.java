package io.blockquant.cuda.driver;

import java.util.Locale;

/**
 * Describe a GPU that the driver lists.
 *
 * @param ordinal its number, from 0, as the driver counts
 * @param name what NVIDIA calls it
 * @param major major part of its compute capability
 * @param minor minor part of its compute capability
 * @param memory total memory in bytes
 */
public record GpuInfo(int ordinal, String name, int major, int minor, long memory) {

  private static final double GIB = 1L << 30;

  /** Return the compute capability as one number: 90 is 9.0. */
  public int architecture() {
    return 10 * major + minor;
  }

  /** Return what matters for speed, in words. */
  public String details() {
    return String.format(
        Locale.ROOT, "compute capability %d.%d, %.1f GiB", major, minor, memory / GIB);
  }

  /** Return one line for people. */
  public String describe() {
    return "cuda:" + ordinal + " " + name + ", " + details();
  }
}

package io.blockquant.cli.options;

import io.blockquant.cli.compare.Tolerance;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the verbs that compare floats. */
public final class ToleranceOptions {

  /** Make the options; picocli does. */
  public ToleranceOptions() {}

  @Option(
      names = "--rtol",
      paramLabel = "R",
      description =
          "Let floats differ by R * |expected|. Given with or without --atol, it replaces what"
              + " meta.json says; the one not given is then 0 (default: 1e-3).")
  private @Nullable Double rtol;

  @Option(
      names = "--atol",
      paramLabel = "A",
      description = "Let floats differ by A, likewise (default: 1e-7).")
  private @Nullable Double atol;

  /** Return what the options say; {@code otherwise} where the user gave none. */
  public Tolerance over(Tolerance otherwise) {
    if (rtol == null && atol == null) {
      return otherwise;
    }
    return Tolerance.within(rtol == null ? 0 : rtol, atol == null ? 0 : atol);
  }
}

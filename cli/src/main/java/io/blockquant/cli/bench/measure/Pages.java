package io.blockquant.cli.bench.measure;

import java.util.Locale;

/** Choose the pages of the memory that is measured. */
public enum Pages {
  /** What the allocator and the system give, as to any user. */
  DEFAULT,
  /** Transparent huge pages, asked for; Linux only. */
  ON,
  /** Small pages alone, also where the system gives huge ones unasked; Linux only. */
  OFF;

  /** Return the word that selects it on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.blockquant.cli.table;

import java.util.Locale;

/** Name the ways to print a table. */
public enum TableFormat {
  /** Aligned columns for people. */
  TABLE,
  /** An array of objects, or one object of arrays where a verb prints several tables. */
  JSON,
  /** RFC 4180, one header line per table. */
  CSV,
  /** GitHub-flavoured Markdown. */
  MD;

  /** Return the word that selects this format on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

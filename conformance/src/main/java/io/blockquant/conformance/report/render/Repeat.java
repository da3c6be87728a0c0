package io.blockquant.conformance.report.render;

import io.blockquant.conformance.report.log.LogEntry;
import io.blockquant.conformance.report.log.RunLog;
import java.util.regex.Pattern;

/** Word the command that runs one case again. */
public final class Repeat {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=-]+");

  private Repeat() {}

  /** Return the command line, for a POSIX shell. */
  public static String command(RunLog log, LogEntry entry) {
    String regex = "^" + entry.id().replace(".", "\\.").replace("+", "\\+") + "$";
    return "blockquant conform run "
        + quoted(log.header().facts().connection())
        + " --include "
        + quoted(regex);
  }

  /** A connection is a command of the vendor's own: exec:python3 harness.py. */
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

package io.blockquant.conformance.transport;

import io.blockquant.conformance.connection.Connection;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;

/** Make a connection of what a user typed. */
public final class Connections {
  private static final String INPROC = "inproc:";

  private Connections() {}

  /**
   * Parse one of the forms; nothing is started before {@link Connection#open}.
   *
   * @throws BlockquantException {@code Conformance.Connection} if the text has none of the forms
   */
  public static Connection of(String text) {
    if (text.startsWith(INPROC)) {
      return new InprocConnection(text, text.substring(INPROC.length()));
    }
    throw Diagnostic.error("Conformance.Connection", "a connection MUST have one of its forms")
        .fact("expected", INPROC + "ID")
        .fact("found", text)
        .help("name an installed backend: inproc:cpu")
        .asException();
  }
}

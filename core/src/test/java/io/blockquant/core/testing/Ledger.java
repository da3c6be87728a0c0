package io.blockquant.core.testing;

import java.util.ArrayList;
import java.util.List;

/** Note what is opened and closed, in order. Thread-safe. */
public final class Ledger {

  private final List<String> open = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  public synchronized void opened(String what) {
    open.add(what);
  }

  public synchronized void closed(String what) {
    if (!open.remove(what)) {
      throw new AssertionError(what + " is closed but not open; open: " + open);
    }
    closed.add(what);
  }

  /** Return what is open now. */
  public synchronized List<String> open() {
    return List.copyOf(open);
  }

  /** Return what was closed, in order. */
  public synchronized List<String> closed() {
    return List.copyOf(closed);
  }
}

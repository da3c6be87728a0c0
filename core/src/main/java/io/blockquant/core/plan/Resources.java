package io.blockquant.core.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Close what was opened, the last first, all of it even when one fails to close. Not thread-safe.
 */
public final class Resources implements AutoCloseable {

  private final Deque<Runnable> closers = new ArrayDeque<>();

  /** Start with nothing to close. */
  public Resources() {}

  /** Note how to close what was just opened. */
  public void onClose(Runnable closer) {
    closers.push(closer);
  }

  /** Close everything because of a failure; what fails to close is noted with it. */
  public void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Close everything; a second call does nothing. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

package io.blockquant.cli.progress;

import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a terminal how far a long run is, in the line below the results; shows nothing
 * elsewhere.
 *
 * <p>The bar is drawn by a thread of its own, so everything else that is printed meanwhile goes
 * through {@link #aside}.
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 79;
  private static final int UPDATE_MILLIS = 200;
  private static final String CLEAR_LINE = "\r\033[2K";

  private final PrintWriter err;
  private final Object terminal = new Object();
  private final @Nullable ProgressBar bar;

  private Progress(PrintWriter err, boolean visible, String task, long steps) {
    this.err = err;
    this.bar =
        visible
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
                .build()
            : null;
  }

  /**
   * Start a bar, which is visible if this process talks to a terminal.
   *
   * @param task one word for what is done
   * @param steps how often {@link #step} will be called
   */
  public static Progress start(PrintWriter err, String task, long steps) {
    Console console = System.console();
    return new Progress(err, console != null && console.isTerminal(), task, steps);
  }

  /** Print something else: the bar gives way and comes back with its next step. */
  public void aside(Runnable print) {
    if (bar == null) {
      print.run();
      return;
    }
    synchronized (terminal) {
      clear();
      print.run();
    }
  }

  /** Count one step. */
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      clear();
    }
  }

  private void draw(String text) {
    synchronized (terminal) {
      err.print(CLEAR_LINE + text.strip());
      err.flush();
    }
  }

  private void clear() {
    err.print(CLEAR_LINE);
    err.flush();
  }
}

package io.blockquant.core.session;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.plan.Resources;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lend frames to runs, as many as run at once, and keep some for later runs. Thread-safe.
 *
 * <p>Taking and returning a frame that is kept allocates nothing.
 */
final class FramePool implements AutoCloseable {

  private final Supplier<Frame> maker;
  private final @Nullable Frame[] idle;
  private int idleCount;
  private int running;
  private boolean closed;

  /** Keep up to {@code keep} frames that nobody uses. */
  FramePool(Supplier<Frame> maker, int keep) {
    this.maker = maker;
    this.idle = new @Nullable Frame[keep];
  }

  /**
   * Take a frame.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Session.Closed} after {@link #close}
   */
  Frame take() {
    Frame kept = takeKept();
    if (kept != null) {
      return kept;
    }
    boolean made = false;
    try {
      Frame frame = maker.get();
      made = true;
      return frame;
    } finally {
      if (!made) {
        finished();
      }
    }
  }

  private synchronized @Nullable Frame takeKept() {
    if (closed) {
      throw Diagnostic.error("Session.Closed", "a session MUST be open to run")
          .help("open another session, or close this one after the last run")
          .asException();
    }
    running++;
    if (idleCount == 0) {
      return null;
    }
    Frame frame = idle[--idleCount];
    idle[idleCount] = null;
    return frame;
  }

  /** Return a frame; one that is spoiled or not needed any more is closed. */
  void giveBack(Frame frame) {
    frame.clear();
    try {
      if (!keep(frame)) {
        frame.close();
      }
    } finally {
      finished();
    }
  }

  private synchronized boolean keep(Frame frame) {
    if (frame.isSpoiled() || closed || idleCount == idle.length) {
      return false;
    }
    idle[idleCount++] = frame;
    return true;
  }

  private synchronized void finished() {
    running--;
    notifyAll();
  }

  /** Refuse new runs, wait for those that run, close all frames. */
  @Override
  public void close() {
    Resources frames = new Resources();
    synchronized (this) {
      closed = true;
      awaitRuns();
      for (Frame frame : idle) {
        if (frame != null) {
          frames.onClose(frame::close);
        }
      }
      idleCount = 0;
      Arrays.fill(idle, null);
    }
    frames.close();
  }

  private synchronized void awaitRuns() {
    boolean interrupted = false;
    while (running > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // What runs reads memory that closing would free: wait on, and tell the caller later.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

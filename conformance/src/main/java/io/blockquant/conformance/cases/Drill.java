package io.blockquant.conformance.cases;

/** Say how often and amid what a case is run. Every run must give the same bits. */
public enum Drill {
  /** Twice on one invocation, over memory with different contents. */
  TWICE,
  /** Between two of these runs the same graph runs on other inputs, zeros and large numbers. */
  AFTER_OTHER_CALLS,
  /**
   * On two threads at once, on an invocation each; a connection without threads does it in turn.
   */
  TWO_THREADS
}

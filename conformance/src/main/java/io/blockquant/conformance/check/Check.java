package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Tensor;

/** Judge one output of a case. Immutable. */
public sealed interface Check permits ExactBits, PrintedDigits {

  /** Return the name of the output. */
  String output();

  /** Return the expected tensor. */
  Tensor expected();

  /** Return how strictly it is judged, in one line. */
  String rule();

  /**
   * Judge the output.
   *
   * @param actual what the backend computed, in host memory
   */
  Verdict judge(Tensor actual);
}

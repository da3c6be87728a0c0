package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Tensor;

/** Judge one output of a case. Immutable, and free of any runner: it sees tensors alone. */
public sealed interface Check permits ExactBits, PrintedDigits {

  /** Return the name of the output. */
  String output();

  /** Return what an exact backend computes. */
  Tensor expected();

  /** Return how strictly it is judged. */
  Criterion criterion();

  /**
   * Judge the output.
   *
   * @param evidence what the case gave and what the backend answered
   */
  Verdict judge(Evidence evidence);
}

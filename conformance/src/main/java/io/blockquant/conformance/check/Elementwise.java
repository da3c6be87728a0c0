package io.blockquant.conformance.check;

import io.blockquant.core.tensor.Tensor;

/** Walk two tensors and reject where an element is not accepted. */
final class Elementwise {

  /** Accepts an element or not. */
  @FunctionalInterface
  interface Acceptance {
    boolean accepts(long index);
  }

  /** Words an element of a tensor. */
  @FunctionalInterface
  interface Words {
    String of(Tensor tensor, long index);
  }

  private Elementwise() {}

  static Verdict judge(
      String output, Tensor expected, Tensor actual, Acceptance acceptance, Words words) {
    if (!expected.type().equals(actual.type())) {
      return Verdict.rejected(output + ": expected " + expected + ", found " + actual);
    }
    long wrong = 0;
    long first = -1;
    for (long i = 0; i < expected.elementCount(); i++) {
      if (!acceptance.accepts(i)) {
        first = wrong++ == 0 ? i : first;
      }
    }
    return wrong == 0
        ? Verdict.ACCEPTED
        : Verdict.rejected(
            output
                + ": "
                + wrong
                + " of "
                + expected.elementCount()
                + " elements differ, first at "
                + first
                + ": expected "
                + words.of(expected, first)
                + ", found "
                + words.of(actual, first));
  }
}

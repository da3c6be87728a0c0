package io.blockquant.core.op;

import java.util.Optional;

/**
 * State one labelled constraint of an operator and how to test it.
 *
 * <p>The text is printed in the docs and in the error, and the label names the negative case.
 *
 * @param <A> the operator's attributes
 * @param label the label in the contract: {@code C6}
 * @param text the constraint, in one sentence with MUST
 * @param check the test
 */
public record Constraint<A>(String label, String text, Check<A> check) {

  /**
   * Tests a call. A check that lacks knowledge (an extent that is bound only when the graph runs)
   * passes; it is asked again when the knowledge is there.
   */
  @FunctionalInterface
  public interface Check<A> {
    /** Return how the call breaks the constraint, or empty when it does not, as far as is known. */
    Optional<Violation> test(OpCall<A> call);
  }
}

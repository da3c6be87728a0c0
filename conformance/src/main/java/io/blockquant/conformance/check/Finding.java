package io.blockquant.conformance.check;

import java.util.Optional;

/**
 * Hold one thing that is wrong with the outcome of a case. Immutable.
 *
 * @param text what was expected and what was found, in one line
 * @param output the output that it is about; empty if it is about none
 * @param divergence where and by how much an output differs, if that is what is wrong
 */
public record Finding(String text, String output, Optional<Divergence> divergence) {

  public Finding {
    if (text.isBlank() || text.lines().count() != 1) {
      throw new IllegalArgumentException("a finding is one line, found '" + text + "'");
    }
  }

  /** Word something that is about no output. */
  public static Finding of(String text) {
    return new Finding(text, "", Optional.empty());
  }

  /** Word something about an output. */
  public static Finding about(String output, String text) {
    return new Finding(text, output, Optional.empty());
  }

  /** Say where an output differs; the text says it for a terminal. */
  public static Finding diverging(String output, String text, Divergence divergence) {
    return new Finding(text, output, Optional.of(divergence));
  }

  @Override
  public String toString() {
    return text;
  }
}

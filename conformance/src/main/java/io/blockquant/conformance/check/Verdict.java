package io.blockquant.conformance.check;

/** Say whether an output is what a case demands. */
public sealed interface Verdict {

  /** It is. */
  record Accepted() implements Verdict {}

  /**
   * It is not.
   *
   * @param finding what was expected and found, in one line
   */
  record Rejected(String finding) implements Verdict {}

  /** Accept. */
  Verdict ACCEPTED = new Accepted();

  /** Reject with this finding. */
  static Verdict rejected(String finding) {
    return new Rejected(finding);
  }
}

package io.blockquant.conformance.connection;

/**
 * Declare, before anything runs, what a backend does not do. An empty field means any.
 *
 * @param profile the profile: {@code nvfp4.quantize}
 * @param op the operator: {@code Cast}; case does not matter
 * @param format the second part of a case's id: {@code mxfp4}
 * @param reason why, for the report; never empty
 * @param url where it is tracked; empty if nowhere
 */
public record Gap(String profile, String op, String format, String reason, String url) {

  public Gap {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a gap needs a reason");
    }
  }
}

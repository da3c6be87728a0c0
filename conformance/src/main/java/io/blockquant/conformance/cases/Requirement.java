package io.blockquant.conformance.cases;

/** Say how binding the rule of a case is, in the words of RFC 2119. */
public enum Requirement {
  /** Without it a backend does not conform. */
  MUST,
  /** There may be reasons to deviate. */
  SHOULD
}

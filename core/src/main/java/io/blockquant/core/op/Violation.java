package io.blockquant.core.op;

import io.blockquant.core.diag.Fact;
import io.blockquant.core.diag.Severity;
import java.util.ArrayList;
import java.util.List;

/**
 * Say how a call breaks a constraint: the facts and the way out. The rule's own text is the
 * constraint's.
 *
 * @param severity an error, or a warning where the operator has a defined way to go on
 * @param tensor the operand in question, worded for a person; empty when it is the whole call
 * @param facts what was expected and found
 * @param help what the reader can do
 */
public record Violation(Severity severity, String tensor, List<Fact> facts, String help) {

  public Violation {
    facts = List.copyOf(facts);
  }

  /** Report an error with this way out. */
  public static Violation error(String help) {
    return new Violation(Severity.ERROR, "", List.of(), help);
  }

  /** Report a warning with this way out. */
  public static Violation warning(String help) {
    return new Violation(Severity.WARNING, "", List.of(), help);
  }

  /** Return this violation at an operand. */
  public Violation at(String tensor) {
    return new Violation(severity, tensor, facts, help);
  }

  /** Return this violation with one more fact. */
  public Violation with(String name, Object value) {
    List<Fact> more = new ArrayList<>(facts);
    more.add(Fact.of(name, value));
    return new Violation(severity, tensor, more, help);
  }
}

package io.blockquant.core.diag;

/** Name one thing that was found (or expected) and its value, as text for a person. */
public record Fact(String name, String value) {

  /** Make a fact of any value by its {@code toString}. */
  public static Fact of(String name, Object value) {
    return new Fact(name, String.valueOf(value));
  }
}

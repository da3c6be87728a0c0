package io.blockquant.conformance.check;

/** Say how strictly an output is judged; the case carries it, nobody else may change it. */
public sealed interface Criterion {

  /** The same bits; -0 is not +0, NaN is told from numbers but not from other NaN. */
  record Exact() implements Criterion {}

  /**
   * A code that the rounding of some real number within a relative distance of {@code g} units of
   * 2^-24 from the exact quotient gives: y is accepted iff Q(v(1 - g u)) &lt;= y &lt;= Q(v(1 + g
   * u)). 0 is {@link Exact}.
   */
  record Rounded(double g) implements Criterion {}

  /** At most {@code n} units in the last place of the output's type away; 0 is {@link Exact}. */
  record Ulp(long n) implements Criterion {}

  /** Within {@code k} u times the sum of the magnitudes that are added up, u = 2^-24. */
  record Dot(double k) implements Criterion {}

  /** A relation that holds whatever the codes are, by its name. */
  record Invariant(String name) implements Criterion {}

  /** Digits that a document prints: at most {@code tolerance} away. */
  record Printed(double tolerance) implements Criterion {}

  /** No result, but a refusal under this label of the operator. */
  record MustRefuse(String label) implements Criterion {}

  /** The criterion that needs no parameter. */
  Criterion EXACT = new Exact();

  /** Return the name by which reports and logs call it. */
  default String kind() {
    return switch (this) {
      case Exact _ -> "exact";
      case Rounded _ -> "rounded";
      case Ulp _ -> "ulp";
      case Dot _ -> "dot";
      case Invariant _ -> "invariant";
      case Printed _ -> "printed";
      case MustRefuse _ -> "must_refuse";
    };
  }

  /** Return what it demands, in one line. */
  default String text() {
    return switch (this) {
      case Exact _ -> "the same bits; NaN by class";
      case Rounded(double g) ->
          g == 0
              ? "the code of the exact quotient, by the backend's own scales"
              : "a code of the exact quotient within " + number(g) + " x 2^-24 of it";
      case Ulp(long n) -> n == 0 ? "the same bits; NaN by class" : "at most " + n + " ulp away";
      case Dot(double k) -> "within " + number(k) + " x 2^-24 x the sum of |products|";
      case Invariant(String name) -> name;
      case Printed(double tolerance) ->
          "|difference| <= " + tolerance + ", what the printed digits leave open";
      case MustRefuse(String label) -> "refused under " + label;
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

package io.blockquant.core.diag;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe one problem in five parts: code, rule, place, facts, way out.
 *
 * <p>Immutable. {@link #toString} renders the text that every front end prints:
 *
 * <pre>{@code
 * error[DynamicQuantize.C6]: the blocked axis MUST have a known extent divisible by block_size
 *   at decoder.onnx, node 'up_proj/quant' (trt::TRT_FP4DynamicQuantize), input 0 'x'
 *      x            : FLOAT [8, 100]
 *      100 mod 16   : 4
 *   help: pad axis 1 of 'x' to 112 before this node
 *   spec: docs/spec/ops/DynamicQuantize.md#C6
 * }</pre>
 *
 * @param severity how much it weighs
 * @param code stable identifier, {@code Operator.Label} or {@code Area.Name}; tests assert it
 * @param rule the rule that is broken, in one sentence
 * @param place where
 * @param facts what was expected and what was found
 * @param help what the reader can do about it; empty when there is nothing to do
 * @param spec the page that states the rule, or null
 */
public record Diagnostic(
    Severity severity,
    String code,
    String rule,
    Place place,
    List<Fact> facts,
    String help,
    @Nullable String spec) {

  public Diagnostic {
    facts = List.copyOf(facts);
  }

  /** Start an error. */
  public static Builder error(String code, String rule) {
    return new Builder(Severity.ERROR, code, rule);
  }

  /** Start a warning. */
  public static Builder warning(String code, String rule) {
    return new Builder(Severity.WARNING, code, rule);
  }

  /** Return this problem with its place inside {@code file}. */
  public Diagnostic inFile(@Nullable String file) {
    return new Diagnostic(severity, code, rule, place.inFile(file), facts, help, spec);
  }

  /** Return {@code true} for an error. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(severity.label()).append('[').append(code).append("]: ").append(rule);
    if (!place.isNone()) {
      text.append("\n  at ").append(place);
    }
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Fact fact : facts) {
      text.append("\n     ").append(fact.name()).repeat(' ', width - fact.name().length());
      text.append(" : ").append(fact.value());
    }
    if (!help.isEmpty()) {
      text.append("\n  help: ").append(help);
    }
    if (spec != null) {
      text.append("\n  spec: ").append(spec);
    }
    return text.toString();
  }

  /** Collects the parts of a {@link Diagnostic}; not thread-safe. */
  public static final class Builder {
    private final Severity severity;
    private final String code;
    private final String rule;
    private final List<Fact> facts = new ArrayList<>();
    private Place place = Place.NONE;
    private String help = "";
    private @Nullable String spec;

    private Builder(Severity severity, String code, String rule) {
      this.severity = severity;
      this.code = code;
      this.rule = rule;
    }

    /** Set the place. */
    public Builder at(Place place) {
      this.place = place;
      return this;
    }

    /** Add a fact. */
    public Builder fact(String name, Object value) {
      facts.add(Fact.of(name, value));
      return this;
    }

    /** Add facts. */
    public Builder facts(List<Fact> more) {
      facts.addAll(more);
      return this;
    }

    /** Set the way out. */
    public Builder help(String help) {
      this.help = help;
      return this;
    }

    /** Name the page that states the rule. */
    public Builder spec(String spec) {
      this.spec = spec;
      return this;
    }

    /** Return the finished problem. */
    public Diagnostic build() {
      return new Diagnostic(severity, code, rule, place, facts, help, spec);
    }

    /** Return the problem as an exception, ready to be thrown. */
    public BlockquantException asException() {
      return new BlockquantException(List.of(build()));
    }
  }
}

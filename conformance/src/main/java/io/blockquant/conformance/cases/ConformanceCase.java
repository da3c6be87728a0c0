package io.blockquant.conformance.cases;

import io.blockquant.conformance.check.Check;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hold one case: a graph, its inputs, and what its outputs must be.
 *
 * <p>Immutable data: it knows no backend and no runner. Expected values come from the documentation
 * or from arithmetic written down beside them, never from the code under test.
 *
 * @param id {@code operator/format/name}, lower-case, unique, stable from release to release
 * @param rule the rule that it tests: {@code DynamicQuantize.R7}
 * @param requirement how binding the rule is
 * @param text the rule's text
 * @param since the release of the kit that added the case
 * @param profile the profile that it belongs to
 * @param graph the graph
 * @param inputs the graph's inputs by name
 * @param checks what is judged; at least one, and none where a refusal is demanded
 * @param refusal what must be refused, if the case demands no result
 * @param drill how often it runs
 * @param why why this case is here and what it would catch
 */
public record ConformanceCase(
    String id,
    String rule,
    Requirement requirement,
    String text,
    String since,
    String profile,
    Graph graph,
    Map<String, Tensor> inputs,
    List<Check> checks,
    Optional<Refusal> refusal,
    Drill drill,
    String why) {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+/[a-z0-9-]+/[a-z0-9.+-]+");

  public ConformanceCase {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    checks = List.copyOf(checks);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("an id is operator/format/name, found " + id);
    }
    if (checks.isEmpty() == refusal.isEmpty()) {
      throw new IllegalArgumentException(id + " needs checks or a refusal, and not both");
    }
  }

  /** Make a case of a rule that MUST hold; its text is the one that the operator states. */
  public static ConformanceCase must(
      String id,
      String rule,
      String profile,
      Graph graph,
      Map<String, Tensor> inputs,
      List<Check> checks,
      String why) {
    return make(id, rule, profile, graph, inputs, checks, Optional.empty(), why);
  }

  /** Make a case of a graph that MUST be refused, for it breaks {@code rule}. */
  public static ConformanceCase mustRefuse(
      String id,
      String rule,
      String profile,
      Graph graph,
      Map<String, Tensor> inputs,
      Refusal refusal,
      String why) {
    return make(id, rule, profile, graph, inputs, List.of(), Optional.of(refusal), why);
  }

  private static ConformanceCase make(
      String id,
      String rule,
      String profile,
      Graph graph,
      Map<String, Tensor> inputs,
      List<Check> checks,
      Optional<Refusal> refusal,
      String why) {
    return new ConformanceCase(
        id,
        rule,
        Requirement.MUST,
        Rules.text(rule),
        "0.1",
        profile,
        graph,
        inputs,
        checks,
        refusal,
        Drill.TWICE,
        why);
  }

  /** Return the same case, run as {@code other} says. */
  public ConformanceCase with(Drill other) {
    return new ConformanceCase(
        id, rule, requirement, text, since, profile, graph, inputs, checks, refusal, other, why);
  }

  /** Return the first part of the id: the operator, in lower case. */
  public String operator() {
    return id.split("/")[0];
  }

  /** Return the second part of the id: the format. */
  public String format() {
    return id.split("/")[1];
  }

  @Override
  public String toString() {
    return id;
  }
}

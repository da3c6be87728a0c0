package io.blockquant.conformance.cases;

import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.Rule;
import io.blockquant.core.ops.OpCatalog;
import java.util.Optional;

/** Find the text of a rule where it is stated: in the definition of its operator. */
final class Rules {

  private Rules() {}

  /**
   * Return the text of {@code Operator.Label}.
   *
   * @throws IllegalArgumentException if the catalog states no such rule
   */
  static String text(String rule) {
    int dot = rule.indexOf('.');
    String label = rule.substring(dot + 1);
    return OpCatalog.registry()
        .find(rule.substring(0, Math.max(dot, 0)))
        .flatMap(definition -> text(definition, label))
        .orElseThrow(() -> new IllegalArgumentException("the catalog states no rule " + rule));
  }

  private static <A> Optional<String> text(OpDefinition<A> definition, String label) {
    Optional<String> rule =
        definition.rules().stream().filter(r -> r.label().equals(label)).map(Rule::text).findAny();
    return rule.or(() ->
        definition.constraints().stream()
            .filter(c -> c.label().equals(label))
            .map(Constraint::text)
            .findAny());
  }
}

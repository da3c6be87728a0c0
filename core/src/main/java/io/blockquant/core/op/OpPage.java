package io.blockquant.core.op;

import io.blockquant.core.dtype.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * Render the page of an operator: the definition's own texts, so that docs, messages and tests say
 * the same. The pages lie in {@code docs/spec/ops}; a test fails when one is stale.
 */
public final class OpPage {

  private OpPage() {}

  /** Return the page as Markdown. */
  public static String render(OpDefinition<?> definition) {
    StringBuilder page = new StringBuilder();
    page.append("<!-- Generated from the catalog; see CONTRIBUTING.md. -->\n");
    page.append("# ").append(definition.name()).append("\n\n");
    page.append(definition.summary()).append("\n\n");
    page.append("`").append(signature(definition)).append("`, version ");
    page.append(definition.id().version()).append(", domain `").append(definition.id().domain());
    page.append("`\n");
    formals(page, "Inputs", definition.inputs());
    formals(page, "Outputs", definition.outputs());
    page.append("\n## Attributes\n\n| name | kind | when absent | meaning |\n|---|---|---|---|\n");
    for (AttributeSpec spec : definition.attributeSpecs()) {
      page.append("| `").append(spec.name()).append("` | ").append(spec.kind());
      page.append(" | ").append(spec.absent()).append(" | ").append(spec.text()).append(" |\n");
    }
    page.append("\n## Constraints\n\nA call that breaks one is refused under its label.\n\n");
    page.append("| label | constraint |\n|---|---|\n");
    for (Constraint<?> constraint : definition.constraints()) {
      labelled(page, constraint.label(), constraint.text() + ".");
    }
    page.append("\n## Rules\n\nWhat every backend must compute, to the last bit.\n\n");
    page.append("| label | rule |\n|---|---|\n");
    for (Rule rule : definition.rules()) {
      labelled(page, rule.label(), rule.text());
    }
    return page.toString();
  }

  private static String signature(OpDefinition<?> definition) {
    return definition.name()
        + definition.inputs().stream().map(OpPage::named).collect(list("(", ")"))
        + " → "
        + definition.outputs().stream().map(OpPage::named).collect(list("(", ")"));
  }

  private static Collector<CharSequence, ?, String> list(String open, String close) {
    return Collectors.joining(", ", open, close);
  }

  private static String named(Formal formal) {
    return switch (formal.presence()) {
      case REQUIRED -> formal.name();
      case OPTIONAL -> formal.name() + "?";
    };
  }

  private static void formals(StringBuilder page, String title, List<Formal> formals) {
    page.append("\n## ").append(title).append("\n\n| name | types | meaning |\n|---|---|---|\n");
    for (Formal formal : formals) {
      String types =
          formal.types().stream().map(ElementType::name).collect(Collectors.joining(", "));
      page.append("| `").append(named(formal)).append("` | ").append(types);
      page.append(" | ").append(formal.text()).append(" |\n");
    }
  }

  private static void labelled(StringBuilder page, String label, String text) {
    page.append("| <a id=\"").append(label.toLowerCase(Locale.ROOT)).append("\"></a>");
    page.append(label).append(" | ").append(text.replace("|", "\\|")).append(" |\n");
  }
}

package io.blockquant.core.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.op.Constraint;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.OpPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every operator of the catalog must have; a new one fails here until it is complete. */
class OpCatalogTest {

  /** The folder of the generated pages, seen from this module. */
  private static final Path PAGES = Path.of("..", "docs", "spec", "ops");

  @TestFactory
  Stream<DynamicContainer> everyOperatorIsComplete() {
    return OpCatalog.registry().all().stream()
        .map(definition ->
            DynamicContainer.dynamicContainer(
                definition.name(),
                Stream.of(
                    DynamicTest.dynamicTest("labels are unique", () -> labelsAreUnique(definition)),
                    DynamicTest.dynamicTest(
                        "every constraint has a negative case",
                        () -> everyConstraintHasANegativeCase(definition)),
                    DynamicTest.dynamicTest("its page is fresh", () -> pageIsFresh(definition)),
                    DynamicTest.dynamicTest(
                        "every rule has a test", () -> everyRuleHasATest(definition)))));
  }

  /** Each negative case breaks the constraint that it names, and says so with its facts. */
  @TestFactory
  Stream<DynamicTest> negativeCasesAreRefused() {
    return OpCatalog.registry().all().stream()
        .flatMap(definition ->
            negativeCases(definition).stream()
                .map(negative ->
                    DynamicTest.dynamicTest(
                        definition.name() + "." + negative.label() + " " + negative.name(),
                        () -> isRefused(definition, negative))));
  }

  private static void isRefused(OpDefinition<?> definition, NegativeCase negative) {
    String code = definition.name() + "." + negative.label();
    List<Diagnostic> found = negative.check();
    Diagnostic refusal =
        found.stream()
            .filter(diagnostic -> diagnostic.isError() && diagnostic.code().equals(code))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not refused by " + code + ": " + found));
    for (String fact : negative.facts()) {
      assertTrue(refusal.toString().contains(fact), () -> "'" + fact + "' is not in\n" + refusal);
    }
    assertFalse(refusal.help().isEmpty(), "a refusal says what to do");
    assertTrue(refusal.place().toString().contains("node 'node'"), "a refusal names the node");
  }

  private static void labelsAreUnique(OpDefinition<?> definition) {
    Set<String> labels = new HashSet<>();
    Stream.concat(
            definition.constraints().stream().map(Constraint::label),
            definition.rules().stream().map(rule -> rule.label()))
        .forEach(label -> assertTrue(labels.add(label), () -> label + " is used twice"));
  }

  private static void everyConstraintHasANegativeCase(OpDefinition<?> definition) {
    Set<String> covered = new HashSet<>();
    negativeCases(definition).forEach(negative -> covered.add(negative.label()));
    for (Constraint<?> constraint : definition.constraints()) {
      assertTrue(covered.contains(constraint.label()), () -> "none for " + constraint.label());
    }
  }

  private static void everyRuleHasATest(OpDefinition<?> definition) throws IOException {
    Path room =
        Path.of("src/test/java/io/blockquant/core/ops")
            .resolve(definition.name().toLowerCase(Locale.ROOT));
    String tests;
    try (Stream<Path> files = Files.list(room)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        text.append(Files.readString(file));
      }
      tests = text.toString();
    }
    definition
        .rules()
        .forEach(rule ->
            assertTrue(
                tests.contains("void " + rule.label().toLowerCase(Locale.ROOT) + "_"),
                () -> "no test method of " + room + " starts with " + rule.label()));
  }

  private static void pageIsFresh(OpDefinition<?> definition) throws IOException {
    Path page = PAGES.resolve(definition.name() + ".md");
    String fresh = OpPage.render(definition);
    if (Boolean.getBoolean("blockquant.docs.write")) {
      Files.createDirectories(PAGES);
      Files.writeString(page, fresh);
    }
    assertTrue(
        Files.exists(page),
        "write it: ./mvnw -pl core test -Dtest=OpCatalogTest -Dblockquant.docs.write=true");
    assertEquals(
        fresh,
        Files.readString(page),
        "stale; refresh: ./mvnw -pl core test -Dtest=OpCatalogTest -Dblockquant.docs.write=true");
  }

  @SuppressWarnings("unchecked")
  private static List<NegativeCase> negativeCases(OpDefinition<?> definition) {
    String room = definition.name().toLowerCase(Locale.ROOT);
    try {
      Class<?> cases =
          Class.forName(OpCatalogTest.class.getPackageName() + "." + room + ".NegativeCases");
      return (List<NegativeCase>) cases.getField("ALL").get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the room " + room + " has no NegativeCases in its tests", e);
    }
  }
}

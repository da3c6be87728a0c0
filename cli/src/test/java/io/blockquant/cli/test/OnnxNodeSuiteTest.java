package io.blockquant.cli.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.ToleranceOptions;
import io.blockquant.cli.verbs.SharedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** ONNX's own node tests, where they are at hand: what passes, and exactly what does not. */
class OnnxNodeSuiteTest {

  private static final Path COVERAGE = Path.of("..", "docs", "spec", "onnx-coverage.md");

  /** How many cases passed when this was written; more is welcome, fewer is a fault. */
  private static final Map<String, Integer> PASSING = Map.of("opset25", 280, "opset28", 205);

  private static final Map<String, Integer> CASES = Map.of("opset25", 291, "opset28", 211);

  /** What is declared as not supported; each says why when it is run. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "opset25/test_bernoulli_double",
          "opset25/test_bernoulli_seed_expanded",
          "opset25/test_image_decoder_decode_bmp_rgb",
          "opset25/test_optional_get_element_sequence",
          "opset25/test_optional_has_element_optional_input",
          "opset25/test_sequence_insert_at_front",
          "opset25/test_sequence_map_add_1_sequence_1_tensor_expanded",
          "opset28/test_image_decoder_decode_bmp_rgb",
          "opset28/test_optional_get_element_sequence",
          "opset28/test_optional_has_element_optional_input",
          "opset28/test_sequence_insert_at_front");

  @Test
  void everyCasePassesOrSaysWhyNot() throws IOException {
    Path root = SharedModels.folder("onnx-node");
    SharedModels.assumeBackends("ort", "cpu");
    Deviations deviations = Deviations.released();
    CaseRunner runner = new CaseRunner(new SessionSettings(), new ToleranceOptions());
    Coverage coverage = new Coverage();
    Map<String, Integer> passing = new LinkedHashMap<>();
    Map<String, Integer> cases = new LinkedHashMap<>();
    Set<String> unsupported = new TreeSet<>();
    List<String> failures = new ArrayList<>();
    Set<String> unused = new TreeSet<>();
    deviations.all().forEach(deviation -> unused.add(deviation.name()));
    for (CaseFolder test : CaseFolder.find(root)) {
      String opset = test.name().substring(0, test.name().indexOf('/'));
      cases.merge(opset, 1, Integer::sum);
      // Deviations are run as well: one that passes by now has to go from the list.
      boolean deviates = deviations.find(test.name()).isPresent();
      CaseResult result = runner.run(test);
      if (deviates) {
        unused.remove(test.name().substring(opset.length() + 1));
        if (result.status() != CaseStatus.FAIL) {
          failures.add(test.name() + " is listed as a deviation, but: " + result.line());
        }
      } else if (result.status() == CaseStatus.PASS) {
        passing.merge(opset, 1, Integer::sum);
      } else if (result.status() == CaseStatus.UNSUPPORTED) {
        unsupported.add(test.name());
        assertTrue(result.reason().length() > 40, result.line());
      } else {
        failures.add(result.line());
      }
      coverage.add(test, result, deviates);
    }
    assertEquals(List.of(), failures);
    assertEquals(new TreeSet<>(UNSUPPORTED), unsupported);
    // The four cases of random dropout are one in this selection.
    unused.removeIf(name -> name.startsWith("test_training_dropout"));
    assertEquals(Set.of(), unused, "deviations that no case has");
    assertEquals(CASES, cases);
    PASSING.forEach((opset, least) ->
        assertTrue(passing.getOrDefault(opset, 0) >= least, opset + " passes " + passing));
    checkPage(coverage.page());
  }

  private static void checkPage(String fresh) throws IOException {
    if (Boolean.getBoolean("blockquant.docs.write")) {
      Files.writeString(COVERAGE, fresh);
    }
    assertEquals(
        fresh,
        Files.readString(COVERAGE),
        "stale; refresh: ./mvnw -pl cli -am test -Dtest=OnnxNodeSuiteTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dblockquant.docs.write=true");
  }
}

package io.blockquant.cli.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.blockquant.cli.architecture.Doors.Door;
import io.blockquant.cli.architecture.Layers.Layer;
import java.io.IOException;
import java.lang.classfile.CodeBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Shows each rule a class that breaks it, and one beside the door that does not. */
final class RulesBiteTest {

  /** Nothing below may know a session or a verb of the command line. */
  private static final String SESSION = "io.blockquant.core.session.Session";

  private static final String VERB = "io.blockquant.cli.Main";

  @SuppressWarnings("UnusedVariable") // read by @FieldSource
  private static final List<Layer> LAYERS = Layers.ALL;

  @SuppressWarnings("UnusedVariable") // read by @FieldSource
  private static final List<Door> DOORS = Doors.ALL;

  @TempDir private Path folder;
  private WrongClasses wrong;

  @BeforeEach
  void startEmpty() {
    wrong = new WrongClasses(folder);
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void layerMayNotKnowWhatIsAbove(Layer layer) throws IOException {
    String above = layer.home().startsWith("io.blockquant.conformance") ? VERB : SESSION;
    assertBites(
        layer.rule(), wrong.depending(layer.examplePackage() + ".Wrong", above).load(), above);
  }

  @ParameterizedTest
  @FieldSource("DOORS")
  void libraryOutsideItsDoor(Door door) throws IOException {
    String library = door.library() + ".Anything";
    assertBites(door.rule(), wrong.depending("io.blockquant.core.Wrong", library).load(), library);
  }

  @ParameterizedTest
  @FieldSource("DOORS")
  void libraryInsideItsDoor(Door door) throws IOException {
    String inside = door.home().replace("..vector", ".kernel.vector").replace("..", "");
    JavaClasses right = wrong.depending(inside + ".Right", door.library() + ".Anything").load();
    assertEquals(List.of(), door.rule().evaluate(right).getFailureReport().getDetails());
  }

  @Test
  void twoPackagesInACircle() throws IOException {
    String one = "io.blockquant.core.tensor.One";
    String other = "io.blockquant.core.graph.Other";
    assertBites(
        Habits.NO_PACKAGE_CYCLES, wrong.depending(one, other).depending(other, one).load(), one);
  }

  @Test
  void planThatNamesAnOperator() throws IOException {
    String operator = "io.blockquant.core.ops.quantize.Quantize";
    assertBites(
        Habits.FRAMEWORK_NAMES_NO_OPERATOR,
        wrong.depending("io.blockquant.core.plan.Wrong", operator).load(),
        operator);
  }

  @Test
  void libraryThatPrints() throws IOException {
    assertBites(
        Habits.NO_STANDARD_STREAMS, running(WrongClasses::printsToStandardOut), "System.out");
  }

  @Test
  void libraryThatExits() throws IOException {
    assertBites(Habits.NO_EXIT, running(WrongClasses::exits), "System.exit");
  }

  @Test
  void genericException() throws IOException {
    assertBites(
        Habits.NO_GENERIC_EXCEPTIONS,
        running(WrongClasses::throwsRuntimeException),
        "RuntimeException");
  }

  @Test
  void fusedMultiplyAdd() throws IOException {
    assertBites(Habits.NO_UNREVIEWED_FUSED_MULTIPLY_ADD, running(WrongClasses::fuses), "Math.fma");
  }

  @Test
  void fusedMultiplyAddOfVectors() throws IOException {
    assertBites(
        Habits.NO_UNREVIEWED_FUSED_MULTIPLY_ADD,
        running(WrongClasses::fusesVectors),
        "FloatVector.fma");
  }

  private JavaClasses running(Consumer<CodeBuilder> body) throws IOException {
    return wrong.running("io.blockquant.core.Wrong", body).load();
  }

  private static void assertBites(ArchRule rule, JavaClasses classes, String names) {
    EvaluationResult result = rule.evaluate(classes);
    assertTrue(result.hasViolation(), () -> "no violation of: " + rule.getDescription());
    String report = String.join("\n", result.getFailureReport().getDetails());
    assertTrue(report.contains(names), () -> "violation without " + names + ":\n" + report);
    assertTrue(rule.getDescription().contains("because"), "a rule must say why");
  }
}

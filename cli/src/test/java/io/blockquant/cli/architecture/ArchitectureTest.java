package io.blockquant.cli.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.blockquant.cli.architecture.Doors.Door;
import io.blockquant.cli.architecture.Layers.Layer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds all modules against the rules. */
final class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.blockquant");

  @SuppressWarnings("UnusedVariable") // read by @FieldSource
  private static final List<Layer> LAYERS = Layers.ALL;

  @SuppressWarnings("UnusedVariable") // read by @FieldSource
  private static final List<Door> DOORS = Doors.ALL;

  @Test
  void seesEveryModule() {
    // Every module has a package-info in its root package, so each shows up even while it is empty.
    Set<String> modules =
        OURS.stream()
            .filter(c -> c.getSimpleName().equals("package-info"))
            .map(c -> c.getPackageName().split("\\.", -1))
            .filter(parts -> parts.length == 3)
            .map(parts -> parts[2])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("cli", "conformance", "core", "cpu", "cuda", "onnx", "ort"), modules);
    assertTrue(OURS.size() > modules.size(), "there must be classes beside the package-infos");
  }

  @ParameterizedTest
  @FieldSource("LAYERS")
  void knowsOnlyLayersBelow(Layer layer) {
    layer.rule().check(OURS);
  }

  @ParameterizedTest
  @FieldSource("DOORS")
  void staysBehindItsDoor(Door door) {
    door.rule().check(OURS);
  }

  @Test
  void packagesFormNoCycle() {
    Habits.NO_PACKAGE_CYCLES.check(OURS);
  }

  @Test
  void frameworkNamesNoOperator() {
    Habits.FRAMEWORK_NAMES_NO_OPERATOR.check(OURS);
  }

  @Test
  void librariesLeaveStandardStreamsAlone() {
    Habits.NO_STANDARD_STREAMS.check(OURS);
  }

  @Test
  void librariesNeverExit() {
    Habits.NO_EXIT.check(OURS);
  }

  @Test
  void nobodyThrowsGenericExceptions() {
    Habits.NO_GENERIC_EXCEPTIONS.check(OURS);
  }

  @Test
  void nobodyFusesUnreviewed() {
    Habits.NO_UNREVIEWED_FUSED_MULTIPLY_ADD.check(OURS);
  }
}

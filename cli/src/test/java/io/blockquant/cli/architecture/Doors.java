package io.blockquant.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The risky libraries, each behind one door. */
final class Doors {

  static final List<Door> ALL =
      List.of(
          new Door(
              "jdk.incubator.vector",
              "io.blockquant.cpu..vector..",
              "an incubating module may change or be absent; the scalar twins must load without it"),
          new Door(
              "jcuda",
              "io.blockquant.cuda.driver..",
              "one place loads the driver, checks every return code and frees what it allocates"),
          new Door(
              "com.google.protobuf",
              "io.blockquant.onnx..",
              "how ONNX writes a model must not shape how we think of one"),
          new Door(
              "ai.onnxruntime",
              "io.blockquant.ort..",
              "ONNX Runtime is one backend among others; without its jar the rest must work"),
          new Door(
              "org.testcontainers",
              "io.blockquant.conformance.transport..",
              "containers are one way to reach a backend; the cases know no transport"));

  private Doors() {}

  /**
   * One library behind one door.
   *
   * @param library the library's root package
   * @param home the only packages of ours that may see it
   * @param because why
   */
  record Door(String library, String home, String because) {

    ArchRule rule() {
      return noClasses()
          .that()
          .resideInAPackage("io.blockquant..")
          .and()
          .resideOutsideOfPackage(home)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(library + "..")
          .because(because)
          .allowEmptyShould(true);
    }
  }
}

package io.blockquant.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The layers, lowest first, and which of our own packages each may know. */
final class Layers {

  private static final String CORE = "io.blockquant.core.";

  /** Everything a backend, or anything else above the operators' definitions, may see of core. */
  private static final List<String> SPI_AND_BELOW =
      core("diag", "dtype", "tensor", "graph", "op", "spi");

  static final List<Layer> ALL =
      List.of(
          new Layer(
              CORE + "diag..",
              List.of(),
              "a message must be sayable from anywhere, so it depends on nothing that can fail"),
          new Layer(
              CORE + "dtype..",
              core("diag"),
              "an element type is bits and rounding; it must be readable without tensors"),
          new Layer(
              CORE + "tensor..",
              core("diag", "dtype"),
              "a tensor is data; it does not know the graph that computes it"),
          new Layer(
              CORE + "graph..",
              core("diag", "dtype", "tensor"),
              "the IR holds any operator, so it names none"),
          new Layer(
              CORE + "op..",
              core("diag", "dtype", "tensor", "graph"),
              "what an operator is comes before the operators there are"),
          new Layer(
              CORE + "spi..",
              core("diag", "dtype", "tensor", "graph", "op"),
              "it is all a vendor needs to see, so it drags no planner or session behind it"),
          new Layer(
              CORE + "ops..",
              core("diag", "dtype", "tensor", "graph", "op"),
              "an operator is defined once and computed anywhere: it knows no backend"),
          new Layer(
              CORE + "verify..",
              and(SPI_AND_BELOW, core("ops")),
              "checking a graph needs definitions and type oracles, never a plan"),
          new Layer(
              CORE + "reference..",
              and(SPI_AND_BELOW, core("ops")),
              "the oracle of every backend must not share code with what it judges"),
          new Layer(
              CORE + "plan..",
              and(SPI_AND_BELOW, core("ops..", "verify", "reference")),
              "a session runs plans; a plan that knew sessions would close the circle"),
          new Layer(
              CORE + "control..",
              SPI_AND_BELOW,
              "control flow is a backend like any other: whoever opens it tells it how bodies run"),
          backend("cpu", List.of()),
          backend("cuda", List.of()),
          backend("ort", List.of("io.blockquant.onnx..")),
          new Layer(
              "io.blockquant.onnx..",
              and(SPI_AND_BELOW, core("ops..", "verify")),
              "importing a model must work where no backend is installed"),
          new Layer(
              "io.blockquant.conformance..",
              List.of("io.blockquant.core..", "io.blockquant.onnx.."),
              "the kit judges every backend alike, so it names none of ours"));

  private Layers() {}

  private static Layer backend(String name, List<String> extra) {
    return new Layer(
        "io.blockquant." + name + "..",
        and(and(SPI_AND_BELOW, core("ops..")), extra),
        "our backends see what a vendor's sees: the SPI and the operators, never planner, session,"
            + " the kit or each other");
  }

  /** The named packages of core, each with its subpackages. */
  private static List<String> core(String... names) {
    return Stream.of(names).map(n -> CORE + n + (n.endsWith("..") ? "" : "..")).toList();
  }

  private static List<String> and(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /**
   * One layer.
   *
   * @param home the packages it consists of
   * @param mayKnow those of our packages, beside its own, that it may depend on
   * @param because why not more
   */
  record Layer(String home, List<String> mayKnow, String because) {

    ArchRule rule() {
      String[] allowed = and(List.of(home), mayKnow).toArray(String[]::new);
      return classes()
          .that()
          .resideInAPackage(home)
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("io.blockquant..")).or(resideInAnyPackage(allowed)))
          .because(because)
          .allowEmptyShould(true);
    }

    /** A package of this layer, for a class that breaks its rule. */
    String examplePackage() {
      return home.substring(0, home.length() - "..".length());
    }
  }
}

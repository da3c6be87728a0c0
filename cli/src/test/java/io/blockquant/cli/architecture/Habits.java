package io.blockquant.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;

/** Rules on how code is written rather than on whom it knows. */
final class Habits {

  /** What protoc writes; its own annotation does not reach the class file. */
  private static final String GENERATED = "io.blockquant.onnx.proto..";

  static final ArchRule NO_PACKAGE_CYCLES =
      slices()
          .matching("io.blockquant.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages in a circle can only be understood, tested and moved together")
          .allowEmptyShould(true);

  static final ArchRule FRAMEWORK_NAMES_NO_OPERATOR =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.blockquant.core.verify..",
              "io.blockquant.core.reference..",
              "io.blockquant.core.plan..",
              "io.blockquant.core.session..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.blockquant.core.ops.*..")
          .because("adding an operator is one room and one line in the catalog, nothing else")
          .allowEmptyShould(true);

  static final ArchRule NO_STANDARD_STREAMS =
      noClasses()
          .that(areLibrary())
          .should(ACCESS_STANDARD_STREAMS)
          .because("the streams belong to the program that uses the library")
          .allowEmptyShould(true);

  static final ArchRule NO_EXIT =
      noClasses()
          .that(areLibrary())
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("ending the process is for the program that uses the library to decide")
          .allowEmptyShould(true);

  static final ArchRule NO_GENERIC_EXCEPTIONS =
      noClasses()
          .that()
          .resideInAPackage("io.blockquant..")
          .and()
          .resideOutsideOfPackage(GENERATED)
          .should(THROW_GENERIC_EXCEPTIONS)
          .because("a caller can catch RuntimeException only by catching everything")
          .allowEmptyShould(true);

  static final ArchRule NO_UNREVIEWED_FUSED_MULTIPLY_ADD =
      noClasses()
          .that()
          .resideInAPackage("io.blockquant..")
          .and()
          .areNotAnnotatedWith(annotationNamed("FusedMultiplyAdd"))
          .should()
          .callMethodWhere(targetIsFma())
          .because(
              "it rounds once where the rules round twice, so bits may differ; where that is proven"
                  + " harmless, annotate the class @FusedMultiplyAdd with the reason")
          .allowEmptyShould(true);

  private Habits() {}

  /** All of ours but the programs. */
  private static DescribedPredicate<JavaClass> areLibrary() {
    return JavaClass.Predicates.resideInAPackage("io.blockquant..")
        .and(
            JavaClass.Predicates.resideOutsideOfPackages(
                "io.blockquant.cli..", "io.blockquant.benchmarks.."));
  }

  private static DescribedPredicate<JavaAnnotation<?>> annotationNamed(String simpleName) {
    return DescribedPredicate.describe(
        "@" + simpleName, a -> a.getRawType().getSimpleName().equals(simpleName));
  }

  /** Math, StrictMath and the vector types all call it fma. */
  private static DescribedPredicate<JavaMethodCall> targetIsFma() {
    return DescribedPredicate.describe(
        "a fused multiply-add",
        call -> {
          String owner = call.getTargetOwner().getName();
          return call.getName().equals("fma")
              && (owner.startsWith("java.lang.") || owner.startsWith("jdk.incubator.vector."));
        });
  }
}

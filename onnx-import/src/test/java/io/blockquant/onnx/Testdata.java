package io.blockquant.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Find the optional test data: models of real tools, kept beside the repository. */
public final class Testdata {

  private Testdata() {}

  /** Return the folder of the models, or skip the test. */
  public static Path models() {
    String property = System.getProperty("blockquant.testdata");
    // Surefire runs in the folder of the module; the data lies beside the repository's root.
    Path folder =
        property != null ? Path.of(property) : Path.of("../../shared/testdata").toAbsolutePath();
    Path models = folder.normalize().resolve("models");
    assumeTrue(
        Files.isDirectory(models),
        () -> "no test data in " + models + "; set -Dblockquant.testdata to its folder");
    return models;
  }

  /** Return every model that must load, or skip the test. */
  public static List<Path> validModels() {
    Path models = models();
    return walk(models).stream()
        .filter(file -> !file.startsWith(models.resolve("invalid")))
        .toList();
  }

  /** Return every model that must be refused, by the importer or later, or skip the test. */
  public static List<Path> invalidModels() {
    return walk(models().resolve("invalid"));
  }

  private static List<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

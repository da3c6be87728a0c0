package io.blockquant.cli.options;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.nio.file.Files;
import java.nio.file.Path;

/** Check the files that a command line names before anything else is done. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * Return {@code path} if it is a readable file.
   *
   * @throws BlockquantException {@code Cli.File}
   */
  public static Path requireFile(Path path) {
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return path;
    }
    throw unusable(path, "a readable file");
  }

  /**
   * Return {@code path} if it is a folder.
   *
   * @throws BlockquantException {@code Cli.File}
   */
  public static Path requireFolder(Path path) {
    if (Files.isDirectory(path)) {
      return path;
    }
    throw unusable(path, "a folder");
  }

  private static BlockquantException unusable(Path path, String expected) {
    return Diagnostic.error("Cli.File", "what the command line names MUST be there")
        .at(Place.file(path.toString()))
        .fact("expected", expected)
        .fact("found", kind(path))
        .help("check the path and its permissions")
        .asException();
  }

  private static String kind(Path path) {
    if (!Files.exists(path)) {
      return "no such file or folder";
    }
    return Files.isDirectory(path) ? "a folder" : "a file that is not readable";
  }
}

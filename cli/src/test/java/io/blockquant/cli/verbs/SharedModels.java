package io.blockquant.cli.verbs;

import io.blockquant.core.session.Backends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Finds data that only some checkouts have; tests that need it are skipped elsewhere. */
public final class SharedModels {
  private static final Path REPOSITORY = Path.of("..");

  private SharedModels() {}

  /** Return a folder of the models beside the repository. */
  public static Path folder(String name) {
    Path folder = REPOSITORY.resolve("../shared/testdata").resolve(name).normalize();
    Assumptions.assumeTrue(Files.isDirectory(folder), "there is no " + folder);
    return folder;
  }

  /** Return a folder of the repository's examples. */
  public static Path example(String name) {
    return REPOSITORY.resolve("examples").resolve(name);
  }

  /** Skip the test unless these backends can run here. */
  public static void assumeBackends(String... ids) {
    List<String> usable =
        Backends.discover().stream()
            .filter(Backends.Entry::isAvailable)
            .map(Backends.Entry::id)
            .toList();
    for (String id : ids) {
      Assumptions.assumeTrue(usable.contains(id), id + " cannot run here; there are " + usable);
    }
  }
}

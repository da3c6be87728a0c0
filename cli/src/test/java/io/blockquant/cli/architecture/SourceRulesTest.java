package io.blockquant.cli.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the sources of all modules against {@link SourceRules}, and the rules against bad ones. */
final class SourceRulesTest {

  @TempDir private Path root;

  @Test
  void ourSourcesFollowThem() throws IOException {
    // Maven runs a module's tests in the module's folder; the modules are beside it.
    Path ours = Path.of("").toAbsolutePath().getParent();
    assertTrue(Files.isRegularFile(ours.resolve("mvnw")), "run from the module's folder");
    assertTrue(SourceRules.productSources(ours).size() >= 14, "a module's sources are missing");
    assertEquals(List.of(), SourceRules.violations(ours));
  }

  @Test
  void findsCatchThrowable() throws IOException {
    write("Wrong.java", "class Wrong {\n  void f() { try { } catch (final Throwable t) { } }\n}\n");
    List<String> found = SourceRules.violations(root);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().contains("Wrong.java:2: 'catch (final Throwable t)'"));
  }

  @Test
  void leavesNamedErrorsAlone() throws IOException {
    write("Right.java", "try { } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {}");
    assertEquals(List.of(), SourceRules.violations(root));
  }

  @Test
  void findsLongFile() throws IOException {
    write("Long.java", "\n".repeat(SourceRules.MAX_LINES + 1));
    write("Fits.java", "\n".repeat(SourceRules.MAX_LINES));
    List<String> found = SourceRules.violations(root);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.getFirst().contains("Long.java: 401 lines"));
  }

  private void write(String name, String text) throws IOException {
    Path folder = Files.createDirectories(root.resolve("module/src/main/java/p"));
    Files.writeString(folder.resolve(name), text);
  }
}

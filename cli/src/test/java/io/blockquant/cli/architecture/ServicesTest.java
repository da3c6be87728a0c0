package io.blockquant.cli.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the two places where a module declares its services.
 *
 * <p>{@code module-info} is read on the module path, {@code META-INF/services} on the class path; a
 * backend missing from one is lost only for the users of that one.
 */
final class ServicesTest {

  @ParameterizedTest
  @ValueSource(strings = {"cli", "conformance", "core", "cpu", "cuda", "onnx", "ort"})
  void bothPlacesAgree(String module) throws Exception {
    Path location = location("io.blockquant." + module);
    ModuleReference reference =
        ModuleFinder.of(location).find("io.blockquant." + module).orElseThrow();
    assertEquals(provided(reference.descriptor()), listed(location));
  }

  @Test
  void readsServiceFiles(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("a.Service"), "# comment\n b.One # why\n\nb.Two\n");
    assertEquals(Map.of("a.Service", Set.of("b.One", "b.Two")), listed(folder));
  }

  private static Path location(String rootPackage)
      throws ClassNotFoundException, URISyntaxException {
    Class<?> anchor = Class.forName(rootPackage + ".package-info");
    return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Map<String, Set<String>> provided(ModuleDescriptor descriptor) {
    return descriptor.provides().stream()
        .collect(
            Collectors.toMap(
                ModuleDescriptor.Provides::service,
                p -> new TreeSet<>(p.providers()),
                (one, other) -> one,
                TreeMap::new));
  }

  private static Map<String, Set<String>> listed(Path location) throws IOException {
    if (Files.isDirectory(location)) {
      return listedIn(location.resolve("META-INF/services"));
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      return listedIn(jar.getPath("META-INF/services"));
    }
  }

  private static Map<String, Set<String>> listedIn(Path services) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    if (!Files.isDirectory(services)) {
      return found;
    }
    try (Stream<Path> files = Files.list(services)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), providersIn(file));
      }
    }
    return found;
  }

  private static Set<String> providersIn(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

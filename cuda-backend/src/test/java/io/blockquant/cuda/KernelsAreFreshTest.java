package io.blockquant.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.blockquant.cuda.driver.KernelImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compiled kernels among the resources are those of the sources. */
final class KernelsAreFreshTest {

  private static final Path SOURCES = Path.of("src", "main", "cuda");

  @Test
  void theirDigestIsThatOfTheSources() throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    int count = 0;
    for (String name : sources()) {
      digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(SOURCES.resolve(name)));
      count++;
    }
    assertEquals(20, count, "source files");
    assertEquals(
        resource("kernels.sha256").strip(),
        HexFormat.of().formatHex(digest.digest()),
        "the compiled kernels are stale: run cuda-backend/rebuild-kernels");
  }

  @Test
  void everyImageIsThere() throws IOException {
    for (String file : KernelImages.FILES) {
      for (int architecture : KernelImages.ARCHITECTURES) {
        assertIsThere(KernelImages.machineCode(file, architecture));
      }
      assertIsThere(KernelImages.ptx(file, 80));
      assertIsThere(KernelImages.ptx(file, 90));
    }
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().matches(".*\\.cuh?"))
          .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void assertIsThere(String name) throws IOException {
    try (InputStream in = CudaProvider.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CudaProvider.class.getResourceAsStream(name)) {
      assertNotNull(in, name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

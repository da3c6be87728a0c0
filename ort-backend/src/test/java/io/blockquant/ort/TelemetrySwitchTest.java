package io.blockquant.ort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.spi.Availability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own: the library reads its environment once per process. */
@EnabledOnOs(OS.LINUX)
class TelemetrySwitchTest {

  /** More than any stack has room for once the library matches it with its regular expression. */
  private static final int LONG_COMMAND_LINE = 60_000;

  @TempDir Path folder;

  @Test
  void keepsTheLibraryFromStartingItsUploader() throws IOException, InterruptedException {
    Process process = start("");
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("available: true"), output);
    // The uploader writes a log of its own into the folder for temporary files.
    assertTrue(Files.notExists(Path.of("/tmp/mat-debug-" + process.pid() + ".log")));
  }

  @Test
  void letsTheLibraryStartUnderALongCommandLine() throws IOException, InterruptedException {
    Process process = start("x".repeat(LONG_COMMAND_LINE));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertTrue(output.contains("available: true"), output);
  }

  private Process start(String padding) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpadding=" + padding,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
    builder.environment().remove(TelemetrySwitch.VARIABLE);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    return builder.start();
  }

  /** The program that the test starts. */
  static final class Child {
    public static void main(String[] arguments) {
      boolean available = new OrtProvider().probe() instanceof Availability.Available;
      System.out.println("available: " + available);
    }
  }
}

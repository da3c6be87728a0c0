package io.blockquant.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Parses the command lines of the pages that tell people what to type. */
class ReadmeCommandsTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern VERB = Pattern.compile("(?m)^(?:\\w+=\\S+ )?\\./blockquant (.*)$");
  private static final Pattern SCRIPT =
      Pattern.compile("(?m)^((?:\\./)?[\\w./-]+/run|\\./mvnw)\\b");

  @Test
  void everyCommandLineParses() throws IOException {
    List<String> lines = matches(VERB);
    assertTrue(lines.size() >= 3, lines.toString());
    assertTrue(lines.contains("bench kernels"), lines.toString());
    for (String line : lines) {
      assertDoesNotThrow(() -> Main.commandLine().parseArgs(line.split(" ")), line);
    }
  }

  @Test
  void everyScriptIsThere() throws IOException {
    List<String> scripts = matches(SCRIPT);
    assertTrue(scripts.contains("benchmarks/run"), scripts.toString());
    for (String script : scripts) {
      assertTrue(Files.isExecutable(REPOSITORY.resolve(script)), script);
    }
  }

  private static List<String> matches(Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(REPOSITORY.resolve("README.md")));
    return matcher.results().map(match -> match.group(1).strip()).toList();
  }
}

package io.blockquant.cli.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that bytecode cannot tell: javac itself writes catch-Throwable for try-with-resources. */
final class SourceRules {

  /** A file longer than this usually holds two things. */
  static final int MAX_LINES = 400;

  private static final Pattern CATCH_THROWABLE =
      Pattern.compile("catch\\s*\\([^)]*\\b(Throwable|Error)\\b[^)]*\\)");

  private SourceRules() {}

  /** Return what is wrong in the product sources of all modules under {@code root}. */
  static List<String> violations(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path source : productSources(root)) {
      check(root.relativize(source).toString(), Files.readString(source), found);
    }
    return found;
  }

  /** Return every product source of every module, none of the generated ones. */
  static List<Path> productSources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path java : modules.map(m -> m.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(java)) {
          try (Stream<Path> files = Files.walk(java)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources;
  }

  private static void check(String name, String text, List<String> found) {
    long lines = text.lines().count();
    if (lines > MAX_LINES) {
      found.add("%s: %d lines, at most %d".formatted(name, lines, MAX_LINES));
    }
    Matcher matcher = CATCH_THROWABLE.matcher(text);
    while (matcher.find()) {
      long line = text.substring(0, matcher.start()).lines().count();
      found.add(
          "%s:%d: '%s' also catches what must end the program; name the failures you can answer"
              .formatted(name, line, matcher.group()));
    }
  }
}

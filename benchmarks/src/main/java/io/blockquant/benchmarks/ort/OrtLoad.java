package io.blockquant.benchmarks.ort;

import io.blockquant.cli.bench.measure.MachineFacts;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.cli.table.TablePrinter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what it takes to open the same file, in time and in peak memory, by a session and by
 * ONNX Runtime called directly: by turns, each time in a process of its own.
 */
public final class OrtLoad {

  private static final int ROUNDS = 3;
  private static final double KIB_PER_MIB = 1024;

  private OrtLoad() {}

  /**
   * Measures the models of {@link BigModels} and writes a page.
   *
   * @param args the page to write
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      throw new IllegalArgumentException("expected: PAGE");
    }
    Table table =
        new Table(
            "opening_a_model",
            "model",
            "opened by",
            "ms, min",
            "ms, median",
            "peak MiB, median",
            "of it no file's, MiB, median");
    Path folder = Files.createTempDirectory("blockquant-load");
    try (BigModels models = new BigModels(folder)) {
      for (Map.Entry<String, Path> model : models.write().entrySet()) {
        Map<String, long[][]> found = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
          for (String runtime : List.of("direct", "session")) {
            found.computeIfAbsent(runtime, _ -> new long[3][ROUNDS]);
            long[] result = child(runtime, model.getValue());
            for (int i = 0; i < result.length; i++) {
              found.get(runtime)[i][round] = result[i];
            }
          }
        }
        found.forEach((runtime, figures) -> {
          for (long[] figure : figures) {
            Arrays.sort(figure);
          }
          table.row(
              model.getKey(),
              runtime.equals("direct") ? "ONNX Runtime" : "session",
              figures[0][0],
              figures[0][ROUNDS / 2],
              Math.round(figures[1][ROUNDS / 2] / KIB_PER_MIB),
              Math.round(figures[2][ROUNDS / 2] / KIB_PER_MIB));
        });
      }
    }
    Files.delete(folder);
    Files.writeString(Path.of(args[0]), page(table), StandardCharsets.UTF_8);
  }

  private static String page(Table table) {
    Table facts = new Table("machine", "fact", "value");
    MachineFacts.collect().forEach((fact, value) -> facts.row(fact, value));
    facts.row("rounds", Integer.toString(ROUNDS));
    StringWriter text = new StringWriter();
    text.write("# Opening a model, beside ONNX Runtime called directly\n\n");
    TablePrinter.print(new PrintWriter(text), TableFormat.MD, List.of(facts, table));
    return text.toString();
  }

  private static long[] child(String runtime, Path model) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LoadOnce.class.getName(),
                runtime,
                model.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String result =
          lines.lines().filter(line -> line.startsWith("RESULT ")).findFirst().orElse("");
      if (process.waitFor() != 0 || result.isEmpty()) {
        throw new IllegalStateException(runtime + " could not open " + model);
      }
      String[] words = result.split(" ", -1);
      return new long[] {
        Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])
      };
    }
  }
}

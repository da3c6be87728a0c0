package io.blockquant.benchmarks.ort;

import ai.onnxruntime.OrtException;
import io.blockquant.cli.bench.measure.Interleaved;
import io.blockquant.cli.bench.measure.MachineFacts;
import io.blockquant.cli.bench.measure.Subject;
import io.blockquant.cli.bench.measure.Timings;
import io.blockquant.cli.bench.measure.WarmUp;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.cli.table.TablePrinter;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures by turns what a session costs over ONNX Runtime called directly, on networks without a
 * quantized operator, and writes a page.
 *
 * <p>ONNX Runtime takes part twice, in two sessions on the same file: what lies between the two is
 * what this machine cannot tell apart.
 */
public final class OrtOverhead {

  private static final int ROUNDS = 100;
  private static final double WARM_UP_SECONDS = 1;
  private static final long PAUSE_NANOS = 5_000_000;
  private static final double MICRO = 1e3;

  private final Table table =
      new Table(
          "overhead_over_ONNX_Runtime",
          "network",
          "threads",
          "ONNX Runtime us, min",
          "median",
          "session us, min",
          "session median",
          "over us, min",
          "over us, median",
          "over %, min",
          "over %, median",
          "ONNX Runtime again over us, min",
          "again over us, median");

  private OrtOverhead() {}

  /**
   * Measures the networks of this package and further model files.
   *
   * @param args the page to write, the number of threads, then model files whose inputs and outputs
   *     are FLOAT
   */
  public static void main(String[] args) throws IOException, OrtException {
    if (args.length < 2) {
      throw new IllegalArgumentException("expected: PAGE THREADS [MODEL.onnx...]");
    }
    Map<String, Path> models = new LinkedHashMap<>();
    Path folder = Files.createTempDirectory("blockquant-overhead");
    try {
      for (Networks network : Networks.values()) {
        Path file = folder.resolve(network.name() + ".onnx");
        OnnxWriter.write(network.graph(), file);
        models.put(network.title(), file);
      }
      for (int i = 2; i < args.length; i++) {
        models.put(args[i].replaceFirst(".*/([^/]+)/model.onnx$", "$1"), Path.of(args[i]));
      }
      OrtOverhead overhead = new OrtOverhead();
      int threads = Integer.parseInt(args[1]);
      for (Map.Entry<String, Path> model : models.entrySet()) {
        overhead.measure(model.getKey(), model.getValue(), threads);
      }
      Files.writeString(Path.of(args[0]), overhead.page(), StandardCharsets.UTF_8);
    } finally {
      for (Networks network : Networks.values()) {
        Files.deleteIfExists(folder.resolve(network.name() + ".onnx"));
      }
      Files.delete(folder);
    }
  }

  private void measure(String name, Path file, int threads) throws OrtException {
    try (RuntimePair pair = new RuntimePair(file, threads);
        RuntimePair other = new RuntimePair(file, threads)) {
      List<Timings> timings =
          new Interleaved(WarmUp.atMost(WARM_UP_SECONDS), ROUNDS, OrtOverhead::pause)
              .run(
                  List.of(
                      new Subject("ONNX Runtime", pair::runDirect),
                      new Subject("session", pair::runSession),
                      new Subject("ONNX Runtime again", other::runDirect)));
      Timings direct = timings.get(0);
      Timings session = timings.get(1);
      Timings again = timings.get(2);
      double least = session.min() - direct.min();
      double median = session.median() - direct.median();
      table.row(
          name,
          threads,
          micros(direct.min()),
          micros(direct.median()),
          micros(session.min()),
          micros(session.median()),
          micros(least),
          micros(median),
          percent(least / direct.min()),
          percent(median / direct.median()),
          micros(again.min() - direct.min()),
          micros(again.median() - direct.median()));
    }
  }

  /** Threads of one session that wait by spinning would slow down the next. */
  private static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private String page() {
    Table facts = new Table("machine", "fact", "value");
    MachineFacts.collect().forEach((fact, value) -> facts.row(fact, value));
    facts.row("rounds", Integer.toString(ROUNDS));
    StringWriter text = new StringWriter();
    text.write("# Overhead over ONNX Runtime called directly\n\n");
    TablePrinter.print(new PrintWriter(text), TableFormat.MD, List.of(facts, table));
    return text.toString();
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / MICRO);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}

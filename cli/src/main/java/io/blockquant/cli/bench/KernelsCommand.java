package io.blockquant.cli.bench;

import io.blockquant.cli.bench.measure.MachineFacts;
import io.blockquant.cli.bench.measure.Pages;
import io.blockquant.cli.bench.measure.WarmUp;
import io.blockquant.cli.bench.workload.KernelCase;
import io.blockquant.cli.bench.workload.KernelCatalog;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.core.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the kernels of the CPU backend beside the machine's own copy, read and fill. */
@Command(
    name = "kernels",
    description = {
      "Measure the CPU kernels through a session, beside copying, reading and filling the float32"
          + " array of the same element count.",
      "All are warmed up, then timed by turns in this one process: every round times each once."
          + " Ratios are minimum to minimum and median to median, so they stand where the times of"
          + " a busy machine do not.",
      "ns_per_element and gb_per_s_moved come from the minimum. Moved is all that is read and"
          + " written: inputs, constants, outputs. bytes_to_copy is what the ratio would be if a"
          + " byte cost what a byte of the copy costs; to_last_axis compares with the same blocks"
          + " along the last axis; over_1_thread is the speed-up over one thread, where that is measured too."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant bench kernels%n"
          + "  blockquant bench kernels --filter 'nvfp4.* FLOAT$' --rounds 50%n"
          + "  blockquant bench kernels --size 1MiB,64MiB --threads 1,2 -o json%n"
          + "  blockquant bench kernels --shape 16x16,256x256,4096x4096 --threads 1%n"
          + "  blockquant bench kernels --filter 'nvfp4 FLOAT$' --elements 2^24 --huge-pages on",
      ExitCodes.HELP
    })
public final class KernelsCommand extends Verb {

  /** What is measured unless sizes or threads are given: beyond the caches, and within them. */
  private static final List<Config> DEFAULTS =
      List.of(new Config(Shape.of(4096, 4096), 2), new Config(Shape.of(512, 512), 1));

  @Mixin private final TableOptions tables = new TableOptions();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description =
          "Threads to measure on, each with every size (default: 2 for 2^24 elements, 1 for 2^18).")
  private List<Integer> threads = List.of();

  @Option(
      names = "--elements",
      split = ",",
      paramLabel = "N",
      converter = Sizes.Elements.class,
      description = "Element counts, as 262144 or 2^18 (default: 2^24 and 2^18).")
  private List<Shape> elements = List.of();

  @Option(
      names = "--size",
      split = ",",
      paramLabel = "SIZE",
      converter = Sizes.Bytes.class,
      description = "The same as the bytes that so many float32 take: 1MiB, 64MiB, 1GiB.")
  private List<Shape> sizes = List.of();

  @Option(
      names = "--shape",
      split = ",",
      paramLabel = "DIMS",
      converter = Sizes.Dims.class,
      description = "The same as shapes of rank 2 or 3: 16x16, 4096x4096.")
  private List<Shape> shapes = List.of();

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Measure only kernels in whose 'kernel recipe type' this is found.")
  private @Nullable Pattern filter;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "25",
      description = "How often each is timed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long each may run until it is steady, that is gets no faster while the JVM compiles"
              + " nothing (default: at most ${DEFAULT-VALUE}; 0.4 at least, unless this is less).")
  private double warmUp;

  @Option(
      names = "--huge-pages",
      paramLabel = "MODE",
      defaultValue = "default",
      description =
          "Pages of the memory: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, what the"
              + " allocator gives). on and off need Linux; the table's title says how much memory"
              + " was on huge pages.")
  private Pages pages = Pages.DEFAULT;

  @Option(
      names = "--vector",
      paramLabel = "MODE",
      defaultValue = "auto",
      description = "Vector kernels: auto or off, to measure the scalar twins (default: auto).")
  private String vector = "auto";

  /** Make the verb; picocli does. */
  public KernelsCommand() {}

  @Override
  public Integer call() {
    List<KernelCase> chosen = KernelCatalog.all().stream().filter(this::isWanted).toList();
    if (chosen.isEmpty()) {
      throw misuse("no kernel's 'kernel recipe type' has what --filter looks for");
    }
    if (!vector.equals("auto") && !vector.equals("off")) {
      throw misuse("--vector must be auto or off, found '" + vector + "'");
    }
    if (!(warmUp >= 0 && warmUp <= 600)) {
      throw misuse("--warm-up must be 0 to 600 seconds");
    }
    if (rounds < 1 || threads.stream().anyMatch(count -> count < 1)) {
      throw misuse("--rounds and --threads must be at least 1");
    }
    KernelBench bench =
        new KernelBench(
            chosen, rounds, WarmUp.atMost(warmUp), Map.of("vector", vector), pages, err());
    List<Rows> measured = new ArrayList<>();
    for (Config config : configs()) {
      measured.add(bench.run(config.shape(), config.threads()));
    }
    print(measured);
    return ExitCodes.OK;
  }

  private void print(List<Rows> measured) {
    if (tables.format() == TableFormat.JSON || tables.format() == TableFormat.CSV) {
      tables.print(out(), KernelTables.exact(measured));
      return;
    }
    List<Table> all = new ArrayList<>();
    all.add(KernelTables.machine(MachineFacts.collect()));
    measured.forEach(rows -> all.add(KernelTables.readable(rows, measured)));
    tables.print(out(), all);
  }

  private boolean isWanted(KernelCase kernel) {
    return filter == null || filter.matcher(kernel.toString()).find();
  }

  private List<Config> configs() {
    List<Shape> given =
        Stream.of(elements, sizes, shapes).flatMap(List::stream).distinct().toList();
    if (given.isEmpty() && threads.isEmpty()) {
      return DEFAULTS;
    }
    List<Shape> over = given.isEmpty() ? DEFAULTS.stream().map(Config::shape).toList() : given;
    List<Integer> on = threads.isEmpty() ? List.of(1, 2) : threads;
    return over.stream()
        .flatMap(shape -> on.stream().map(count -> new Config(shape, count)))
        .toList();
  }

  /** One shape on one number of threads. */
  private record Config(Shape shape, int threads) {}
}

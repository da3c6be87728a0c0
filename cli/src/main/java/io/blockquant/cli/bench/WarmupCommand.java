package io.blockquant.cli.bench;

import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.measure.Timeline;
import io.blockquant.cli.bench.workload.Data;
import io.blockquant.cli.bench.workload.KernelCase;
import io.blockquant.cli.bench.workload.KernelCatalog;
import io.blockquant.cli.bench.workload.KernelRun;
import io.blockquant.cli.bench.workload.Workload;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.core.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how long a fresh JVM takes to its first result, and to full speed. */
@Command(
    name = "warmup",
    description = {
      "Measure how long this JVM, fresh as it is, takes to the first result of one kernel and to"
          + " full speed.",
      "jvm_ms: from the start of the JVM until this verb runs. open_ms: opening the session."
          + " first_run_ms: the first run. first_result_ms: these three together; making up the"
          + " data is left out. full_speed_ms: from the start of the first run until the first of"
          + " ten runs in a row whose median is at most 1.1 times steady_us, the median of the last"
          + " fifth of all runs; runs_to_full_speed counts those before it.",
      "One process measures one kernel: the second would find code that the first warmed up."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant bench warmup%n"
          + "  blockquant bench warmup --kernel 'Dequantize nvfp4 FLOAT' --elements 2^20%n"
          + "  blockquant bench warmup --threads 2 -o json",
      ExitCodes.HELP
    })
public final class WarmupCommand extends Verb {
  private static final double MILLI = 1e6;
  private static final double MICRO = 1e3;

  @Mixin private final TableOptions tables = new TableOptions();

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "DynamicQuantize nvfp4 FLOAT",
      description =
          "The kernel, named 'KERNEL RECIPE TYPE' as 'bench kernels' shows them (default:"
              + " ${DEFAULT-VALUE}).")
  private String kernel = "";

  @Option(
      names = "--elements",
      paramLabel = "N",
      defaultValue = "2^18",
      converter = Sizes.Elements.class,
      description = "How many elements, as 262144 or 2^18 (default: ${DEFAULT-VALUE}).")
  private Shape shape = Shape.SCALAR;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of the session (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long to run (default: ${DEFAULT-VALUE}).")
  private double seconds;

  /** Make the verb; picocli does. */
  public WarmupCommand() {}

  @Override
  public Integer call() {
    long sinceStart =
        System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    if (threads < 1 || !(seconds > 0 && seconds <= 600)) {
      throw misuse("--threads must be at least 1, --seconds more than 0 and at most 600");
    }
    KernelCase wanted = find();
    try (Memory memory = new Memory()) {
      Workload workload = wanted.workload(new Data(memory, shape));
      var target = memory.allocate(KernelRun.roomForOutputs(shape));
      long start = System.nanoTime();
      try (KernelRun run = KernelRun.open(workload, target, threads, Map.of())) {
        double open = System.nanoTime() - start;
        Timeline timeline = Timeline.of(run::run, Duration.ofNanos((long) (seconds * 1e9)));
        tables.print(out(), table(wanted, (double) sinceStart, open / MILLI, timeline));
      }
    }
    return ExitCodes.OK;
  }

  private Table table(KernelCase wanted, double jvm, double open, Timeline timeline) {
    double first = timeline.firstRun() / MILLI;
    return new Table(
            "warmup",
            "kernel",
            "recipe",
            "type",
            "elements",
            "threads",
            "jvm_ms",
            "open_ms",
            "first_run_ms",
            "first_result_ms",
            "full_speed_ms",
            "runs_to_full_speed",
            "steady_us",
            "runs")
        .row(
            wanted.kernel(),
            wanted.recipe(),
            wanted.type().name(),
            shape.elementCount(),
            threads,
            jvm,
            open,
            first,
            jvm + open + first,
            timeline.fullSpeedAfter() / MILLI,
            timeline.runsToFullSpeed(),
            timeline.steady() / MICRO,
            timeline.runs());
  }

  private KernelCase find() {
    List<KernelCase> all = KernelCatalog.all();
    return all.stream()
        .filter(known -> known.toString().equals(kernel))
        .findFirst()
        .orElseThrow(() ->
            misuse(
                "no kernel '"
                    + kernel
                    + "'; there are:\n"
                    + all.stream().map(KernelCase::toString).collect(Collectors.joining("\n"))));
  }
}

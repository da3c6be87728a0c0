package io.blockquant.cli.bench;

import io.blockquant.cli.bench.measure.WarmUp;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.onnx.OnnxModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a model; kernels and the warm-up of the JVM are subcommands. */
@Command(
    name = "bench",
    description = {
      "Measure a model on made-up inputs, beside copying 64 MiB on as many threads in the same"
          + " process; or kernels, or the warm-up of the JVM.",
      "Times are of one run into memory that exists, after warming up. bytes are those of weights,"
          + " inputs and outputs: what a run must move at least; gb_per_s is bytes over the median."
    },
    subcommands = {KernelsCommand.class, WarmupCommand.class},
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant bench model.onnx%n"
          + "  blockquant bench model.onnx --backend cpu,ort --threads 1 --rounds 200 -o json%n"
          + "  blockquant bench kernels --help%n"
          + "  blockquant bench warmup",
      ExitCodes.HELP
    })
public final class BenchCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final SessionSettings settings = new SessionSettings();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "The model: an .onnx file. Open extents of its inputs are 1.")
  private @Nullable Path model;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "How often a run is timed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long to run at most until it gets no faster (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "What made-up inputs depend on (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** Make the verb; picocli does. */
  public BenchCommand() {}

  @Override
  public Integer call() {
    if (model == null) {
      throw misuse("name what to measure: MODEL, kernels or warmup");
    }
    if (rounds < 1 || !(warmUp >= 0 && warmUp <= 600)) {
      throw misuse("--rounds must be at least 1, --warm-up 0 to 600 seconds");
    }
    try (OnnxModel loaded = settings.load(InputFiles.requireFile(model))) {
      ModelBench bench = new ModelBench(settings, rounds, WarmUp.atMost(warmUp), seed);
      tables.print(out(), bench.run(model, loaded));
    }
    return ExitCodes.OK;
  }
}

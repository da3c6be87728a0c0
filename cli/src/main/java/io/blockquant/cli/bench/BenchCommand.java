package io.blockquant.cli.bench;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import picocli.CommandLine.Command;

/** Measures; each thing that is measured is a subcommand. */
@Command(
    name = "bench",
    description = "Measure kernels.",
    subcommands = KernelsCommand.class,
    footer = {"%n@|bold Examples:|@%n  blockquant bench kernels", ExitCodes.HELP})
public final class BenchCommand extends Verb {

  /** Make the verb; picocli does. */
  public BenchCommand() {}

  @Override
  public Integer call() {
    throw misuse("name what to measure: kernels");
  }
}

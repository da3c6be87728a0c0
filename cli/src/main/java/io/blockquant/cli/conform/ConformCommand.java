package io.blockquant.cli.conform;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import picocli.CommandLine.Command;

/** The conformance kit; each thing it does is a subcommand. */
@Command(
    name = "conform",
    description = "Prove that a backend computes the operators right.",
    subcommands = {
      ConformRunCommand.class,
      ConformListCommand.class,
      ConformVerifyCommand.class,
      ConformReportCommand.class,
      ConformExportCommand.class
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform list%n"
          + "  blockquant conform run inproc:cpu --profile documented --out report%n"
          + "  blockquant conform report report",
      ExitCodes.HELP
    })
public final class ConformCommand extends Verb {

  /** Make the verb; picocli does. */
  public ConformCommand() {}

  @Override
  public Integer call() {
    throw misuse("name what to do: run, list, verify, report or export");
  }
}

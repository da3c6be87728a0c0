package io.blockquant.cli;

import io.blockquant.cli.bench.BenchCommand;
import io.blockquant.cli.check.CheckCommand;
import io.blockquant.cli.conform.ConformCommand;
import io.blockquant.cli.devices.DevicesCommand;
import io.blockquant.cli.error.ErrorHandler;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.error.UsageHandler;
import io.blockquant.cli.inspect.InspectCommand;
import io.blockquant.cli.run.RunCommand;
import io.blockquant.cli.test.TestCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the command line; each verb is a subcommand. */
@Command(
    name = "blockquant",
    description = "Runs, checks and measures block-quantized ONNX models.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      RunCommand.class,
      TestCommand.class,
      InspectCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      DevicesCommand.class,
      ConformCommand.class
    },
    footer = ExitCodes.HELP)
public final class Main implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  private CommandSpec spec;

  private Main() {}

  /** Run the verb that the arguments name and leave with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Return the command line with all verbs, as {@link #main} runs it. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new UsageHandler())
        .setExecutionExceptionHandler(new ErrorHandler());
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a verb");
  }
}

package io.blockquant.cli.options;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every verb has: help, traces on demand, and the streams that it prints to. */
@Command
public abstract class Verb implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  private boolean debug;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  private CommandSpec spec;

  /** Return {@code true} if stack traces were asked for. */
  public final boolean wantsTraces() {
    return debug && !help;
  }

  /** Return where results go. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Return where messages go. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Return an error in how the verb is used, to be thrown. */
  protected final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

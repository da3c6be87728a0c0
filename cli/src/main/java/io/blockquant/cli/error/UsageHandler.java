package io.blockquant.cli.error;

import io.blockquant.core.diag.Diagnostic;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Print what is wrong with a command line, and where its help is, instead of all the help. */
public final class UsageHandler implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(
        Diagnostic.error("Cli.Usage", "a command line MUST say what the verb needs, and no more")
            .fact("found", String.valueOf(error.getMessage()).strip().replace("\n", "\n       "))
            .help("see " + name + " --help")
            .build());
    UnmatchedArgumentException.printSuggestions(error, err);
    err.flush();
    return ExitCodes.USAGE;
  }
}

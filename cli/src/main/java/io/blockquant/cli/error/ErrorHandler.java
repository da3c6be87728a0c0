package io.blockquant.cli.error;

import static java.util.stream.Collectors.joining;

import io.blockquant.cli.options.Verb;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.diag.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Print what stopped a verb, without a stack trace unless {@code --debug} asks for one. */
public final class ErrorHandler implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed) {
    Problem problem = Problem.of(error);
    PrintWriter err = command.getErr();
    err.println(problem.text());
    if (wantsTrace(parsed)) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      err.print(trace);
    }
    err.flush();
    return problem.exitCode();
  }

  private static boolean wantsTrace(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .map(line -> (Object) line.getCommand())
        .anyMatch(command -> command instanceof Verb verb && verb.wantsTraces());
  }

  /**
   * Hold what a user is told.
   *
   * @param text the five parts
   * @param exitCode one of {@link ExitCodes}
   */
  record Problem(String text, int exitCode) {

    static Problem of(Exception error) {
      return switch (error) {
        case BlockquantException known ->
            new Problem(text(known), exitCode(known.diagnostics().getFirst().code()));
        case UncheckedIOException io when io.getCause() != null -> of(io.getCause());
        case IOException io -> new Problem(file(io).toString(), ExitCodes.USAGE);
        default -> new Problem(unexpected(error).toString(), ExitCodes.FINDINGS);
      };
    }

    private static String text(BlockquantException known) {
      return known.diagnostics().stream().map(Diagnostic::toString).collect(joining("\n"));
    }

    private static int exitCode(String code) {
      if (code.startsWith("Cli.")) {
        return ExitCodes.USAGE;
      }
      return code.equals("Session.BackendUnavailable") ? ExitCodes.ENVIRONMENT : ExitCodes.FINDINGS;
    }

    private static Diagnostic file(IOException error) {
      String name =
          error instanceof FileSystemException system && system.getFile() != null
              ? system.getFile()
              : "(unnamed)";
      String found =
          switch (error) {
            case NoSuchFileException _ -> "no such file or folder";
            case FileAlreadyExistsException _ -> "a file where a folder is needed";
            case AccessDeniedException _ -> "access denied";
            default -> error.toString();
          };
      return Diagnostic.error("Cli.File", "a file that the command line names MUST be accessible")
          .at(Place.file(name))
          .fact("found", found)
          .help("check the path and its permissions")
          .build();
    }

    private static Diagnostic unexpected(Exception error) {
      return Diagnostic.error("Cli.Internal", "an error that nobody foresaw is a bug")
          .fact("found", error)
          .help("run it again with --debug and report the trace with the command")
          .build();
    }
  }
}

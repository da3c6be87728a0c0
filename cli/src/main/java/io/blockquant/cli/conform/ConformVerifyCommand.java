package io.blockquant.cli.conform;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import io.blockquant.conformance.report.log.Levels;
import io.blockquant.conformance.report.log.LogProblem;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.report.log.RunLog;
import io.blockquant.conformance.report.verify.LogVerifier;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Judges the log of a run again. */
@Command(
    name = "verify",
    description = {
      "Judge the log of a run again: the cases are the kit's, each has a result, and each status is"
          + " what the logged outputs give. An incomplete or edited log is refused.",
      "Failed cases are no fault of a log: a true log of a wrong backend is ok."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform run inproc:cpu --out report%n"
          + "  blockquant conform verify report",
      ExitCodes.HELP,
      "  10 the log ends without its footer: the run did not end%n"
          + "  11 a case or a result is missing, double or out of place%n"
          + "  12 the cases are not those of this kit%n"
          + "  13 an output is missing or has other bytes%n"
          + "  14 a status is not what the outputs give%n"
          + "  15 the footer counts something else%n"
          + "  16 something else was edited%n"
          + "  17 it is no log that this kit can read"
    })
public final class ConformVerifyCommand extends Verb {

  @Parameters(
      paramLabel = "LOG",
      description = "A folder that conform run --out wrote, or its log.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private Path log;

  /** Make the verb; picocli does. */
  public ConformVerifyCommand() {}

  @Override
  public Integer call() {
    try {
      RunLog read = LogReader.read(log);
      List<Diagnostic> problems = LogVerifier.verify(read);
      return problems.isEmpty() ? confirm(read) : refuse(problems);
    } catch (BlockquantException e) {
      return refuse(e.diagnostics());
    }
  }

  private int confirm(RunLog read) {
    List<String> levels = Levels.of(read);
    out().println("verified: " + read.entries().size() + " cases of " + read.header().digest());
    out().println("levels: " + (levels.isEmpty() ? "none" : String.join(", ", levels)));
    out().println(read.tallies());
    out().flush();
    return ExitCodes.OK;
  }

  private int refuse(List<Diagnostic> problems) {
    problems.forEach(err()::println);
    err().flush();
    return LogProblem.find(problems.getFirst().code())
        .map(LogProblem::exitCode)
        .orElse(ExitCodes.FINDINGS);
  }
}

package io.blockquant.cli.conform;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.report.EventLog;
import io.blockquant.conformance.report.PlainReport;
import io.blockquant.conformance.report.log.LogHeader;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.conformance.runner.Suite;
import io.blockquant.core.spi.Backend;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs cases of the kit on one backend. */
@Command(
    name = "run",
    description = {
      "Run the kit on a backend: one line per case, the last line counts them.",
      "A case that the backend declares not to support is SKIP; a case that it claims and does not"
          + " do, for whatever reason, is FAIL."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform run inproc:cpu --profile documented%n"
          + "  blockquant conform run inproc:cpu --include mxfp8 --out report",
      ExitCodes.HELP
    })
public final class ConformRunCommand extends Verb {

  @Mixin private final CaseSelection selection = new CaseSelection();

  @Parameters(
      paramLabel = "CONNECTION",
      description = "How to reach the backend: inproc:ID for one that 'devices' lists.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private String connection;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the log of the run to DIR/" + EventLog.FILE_NAME + ".")
  private @Nullable Path folder;

  /** Make the verb; picocli does. */
  public ConformRunCommand() {}

  @Override
  public Integer call() {
    List<ConformanceCase> cases = selection.cases();
    Connection target = Connection.of(connection);
    try (Backend backend = target.open()) {
      Suite.Report report =
          folder == null
              ? Suite.run(cases, backend, this::print)
              : logged(folder, target, cases, backend);
      out().println(PlainReport.counts(report));
      out().flush();
      return report.failed() == 0 ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
  }

  private Suite.Report logged(
      Path folder, Connection target, List<ConformanceCase> cases, Backend backend) {
    try (EventLog log = EventLog.open(folder)) {
      log.header(
          LogHeader.Facts.of(target.text(), target.device(), List.of(selection.profile())), cases);
      Suite.Report report =
          Suite.run(
              cases,
              backend,
              result -> {
                log.result(result);
                print(result);
              });
      log.footer();
      return report;
    }
  }

  private void print(CaseResult result) {
    out().println(PlainReport.line(result));
    out().flush();
    if (result.outcome().tally() == Outcome.Tally.FAILED) {
      err()
          .println(
              "  to repeat: blockquant conform run "
                  + connection
                  + " --include '^"
                  + result.conformanceCase().id().replace(".", "\\.").replace("+", "\\+")
                  + "$'");
      err().flush();
    }
  }
}

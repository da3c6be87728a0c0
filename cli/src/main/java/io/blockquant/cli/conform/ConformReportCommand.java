package io.blockquant.cli.conform;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import io.blockquant.conformance.report.log.LogReader;
import io.blockquant.conformance.report.log.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Renders the log of a run, or several side by side. */
@Command(
    name = "report",
    description = {
      "Render the log of a run: one HTML page that needs no network, JUnit XML, CSV, Markdown, JSON"
          + " or a badge. Several logs stand side by side.",
      "A log of a run that did not end is rendered as far as it goes, and says so."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform report report             (writes report/index.html)%n"
          + "  blockquant conform report ours theirs -f both.html%n"
          + "  blockquant conform report report -o junit -f -",
      ExitCodes.HELP
    })
public final class ConformReportCommand extends Verb {

  @Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description = "Folders that conform run --out wrote, or their logs.")
  private List<Path> logs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "html",
      description = "The form: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private ReportFormat format = ReportFormat.html;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "Where to write it; - for standard output (default: in the folder of the first log).")
  private @Nullable Path file;

  /** Make the verb; picocli does. */
  public ConformReportCommand() {}

  @Override
  public Integer call() {
    List<RunLog> read = logs.stream().map(LogReader::read).toList();
    String text = format.rendering().render(read);
    if (file != null && file.toString().equals("-")) {
      out().print(text);
      out().flush();
      return ExitCodes.OK;
    }
    Path target =
        file != null
            ? file
            : read.getFirst().file().toAbsolutePath().resolveSibling(format.fileName());
    try {
      Files.writeString(target, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read.forEach(log -> out().println(log.header().facts().connection() + ": " + log.tallies()));
    out().println(target);
    out().flush();
    return ExitCodes.OK;
  }
}

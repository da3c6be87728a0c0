package io.blockquant.cli.check;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.cli.table.TableFormat;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.session.Session;
import io.blockquant.onnx.OnnxModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a model without running it. */
@Command(
    name = "check",
    description =
        "Report every problem of a model at once: file, structure, constraints, nodes that no"
            + " backend runs. Warnings alone are exit code 0, errors 1.",
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant check model.onnx%n"
          + "  blockquant check model.onnx --backend cpu,ort -o json",
      ExitCodes.HELP
    })
public final class CheckCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final SessionSettings settings = new SessionSettings();

  @Parameters(paramLabel = "MODEL", description = "The model: an .onnx file.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private Path model;

  /** Make the verb; picocli does. */
  public CheckCommand() {}

  @Override
  public Integer call() {
    List<Diagnostic> problems = problems(InputFiles.requireFile(model));
    print(problems);
    return problems.stream().anyMatch(Diagnostic::isError) ? ExitCodes.FINDINGS : ExitCodes.OK;
  }

  private List<Diagnostic> problems(Path file) {
    try (OnnxModel loaded = settings.load(file)) {
      return problems(loaded);
    } catch (BlockquantException e) {
      return modelProblems(e);
    }
  }

  private List<Diagnostic> problems(OnnxModel loaded) {
    try (Session session = settings.open(loaded)) {
      return session.warnings();
    } catch (BlockquantException e) {
      // The session never opened, so the warnings of the file are nowhere else.
      return Stream.concat(
              modelProblems(e).stream(),
              loaded.warnings().stream().map(warning -> warning.inFile(loaded.source())))
          .toList();
    }
  }

  /** A backend that is not there is no finding about the model. */
  private static List<Diagnostic> modelProblems(BlockquantException found) {
    if (found.diagnostics().stream().anyMatch(d -> d.code().equals("Session.BackendUnavailable"))) {
      throw found;
    }
    return found.diagnostics();
  }

  private void print(List<Diagnostic> problems) {
    PrintWriter out = out();
    if (tables.format() != TableFormat.TABLE) {
      Table table = new Table("problems", "severity", "code", "rule", "place", "facts", "help");
      for (Diagnostic problem : problems) {
        table.row(
            problem.severity().label(),
            problem.code(),
            problem.rule(),
            problem.place().toString(),
            problem.facts().stream().map(fact -> fact.name() + ": " + fact.value()).toList(),
            problem.help());
      }
      tables.print(out, table);
      return;
    }
    problems.forEach(out::println);
    long errors = problems.stream().filter(Diagnostic::isError).count();
    out.println(model + ": " + errors + " errors, " + (problems.size() - errors) + " warnings");
    out.flush();
  }
}

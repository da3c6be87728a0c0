package io.blockquant.cli.test;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.ToleranceOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs folders in the layout of ONNX's backend tests. */
@Command(
    name = "test",
    description = {
      "Run ONNX backend-test folders: model.onnx, test_data_set_N/input_K.pb, output_K.pb.",
      "One line per case, PASS, FAIL, UNSUPPORTED or SKIP; the last line counts them, UNSUPPORTED"
          + " among the skipped. Integers and floats of 8 bits or less compare by bits, wider floats"
          + " by the tolerance of meta.json or the options. A data set without outputs is run: an"
          + " error is FAIL, success is SKIP."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant test models/%n"
          + "  blockquant test models/ --include nvfp4 --backend cpu,ort%n"
          + "  blockquant test models/mlp --rtol 1e-2 --atol 1e-4 --verbose",
      ExitCodes.HELP
    })
public final class TestCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final SessionSettings settings = new SessionSettings();
  @Mixin private final ToleranceOptions tolerances = new ToleranceOptions();

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders to search for cases.")
  private List<Path> folders = List.of();

  @Option(
      names = "--include",
      paramLabel = "REGEX",
      description = "Run only the cases in whose names this is found.")
  private @Nullable Pattern include;

  @Option(names = "--verbose", description = "Say all there is to say of cases that do not pass.")
  private boolean verbose;

  /** Make the verb; picocli does. */
  public TestCommand() {}

  @Override
  public Integer call() {
    folders.forEach(InputFiles::requireFolder);
    List<CaseFolder> cases =
        folders.stream().flatMap(folder -> CaseFolder.find(folder).stream()).toList();
    List<CaseFolder> chosen = cases.stream().filter(this::isIncluded).toList();
    if (chosen.isEmpty()) {
      // An empty run would pass whatever is wrong.
      throw misuse("no case to run: " + cases.size() + " found, none chosen");
    }
    Deviations deviations = Deviations.released();
    CaseRunner runner = new CaseRunner(settings, tolerances);
    TestReport report = new TestReport(out(), err(), tables.format(), verbose, repeatOptions());
    try (Progress progress = Progress.start(err(), "test", chosen.size())) {
      for (CaseFolder test : chosen) {
        CaseResult result =
            deviations.find(test.name()).map(d -> skip(test, d)).orElseGet(() -> runner.run(test));
        progress.aside(() -> report.add(result, test.folder()));
        progress.step();
      }
    }
    return report.finish() ? ExitCodes.OK : ExitCodes.FINDINGS;
  }

  private boolean isIncluded(CaseFolder test) {
    return include == null || include.matcher(test.name()).find();
  }

  private static CaseResult skip(CaseFolder test, Deviations.Deviation deviation) {
    return new CaseResult(
        test.name(),
        CaseStatus.SKIP,
        "known deviation: " + deviation.reason() + " (" + deviation.link() + ")");
  }

  private String repeatOptions() {
    return Optional.of(settings.backends())
        .filter(ids -> !ids.isEmpty())
        .map(ids -> " --backend " + String.join(",", ids))
        .orElse("");
  }
}

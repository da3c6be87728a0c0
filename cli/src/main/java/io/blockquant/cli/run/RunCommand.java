package io.blockquant.cli.run;

import io.blockquant.cli.compare.Comparison;
import io.blockquant.cli.compare.TensorComparator;
import io.blockquant.cli.compare.Tolerance;
import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.InputFiles;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.TableOptions;
import io.blockquant.cli.options.ToleranceOptions;
import io.blockquant.cli.options.Verb;
import io.blockquant.cli.table.Table;
import io.blockquant.core.graph.Model;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a model once and prints what comes out. */
@Command(
    name = "run",
    description = "Run a model once; print type, shape and range of each output.",
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant run model.onnx --random --seed 7%n"
          + "  blockquant run model.onnx --input x=x.npy --output-dir out%n"
          + "  blockquant run model.onnx --input x=input_0.pb --expect y=output_0.pb",
      ExitCodes.HELP
    })
public final class RunCommand extends Verb {

  @Mixin private final TableOptions tables = new TableOptions();
  @Mixin private final SessionSettings settings = new SessionSettings();
  @Mixin private final ToleranceOptions tolerances = new ToleranceOptions();

  @Parameters(paramLabel = "MODEL", description = "The model: an .onnx file.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private Path model;

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "Read an input from a .npy or .pb file; low-precision types as uint8 codes.")
  private Map<String, Path> inputs = new LinkedHashMap<>();

  @Option(
      names = "--random",
      description =
          "Make up the inputs that are not given: standard normal floats, integers 0 and 1, open"
              + " extents 1.")
  private boolean random;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "What made-up inputs depend on (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      description =
          "Write each output to DIR/NAME.npy: low-precision floats as their codes in uint8, one"
              + " per element; INT4 and INT2 as bytes; BFLOAT16 as float32.")
  private @Nullable Path outputDir;

  @Option(
      names = "--expect",
      paramLabel = "NAME=FILE",
      description = "Compare an output with a .npy or .pb file; a mismatch is exit code 1.")
  private Map<String, Path> expected = new LinkedHashMap<>();

  /** Make the verb; picocli does. */
  public RunCommand() {}

  @Override
  public Integer call() {
    try (OnnxModel loaded = settings.load(InputFiles.requireFile(model))) {
      RunRequest request = new RunRequest(loaded.graph(), model);
      request.checkNames(inputs.keySet(), expected.keySet());
      String lack = random ? "" : request.lackOfInputs(inputs.keySet());
      if (!lack.isEmpty()) {
        throw misuse(lack);
      }
      Map<String, Tensor> given = request.inputs(inputs, random ? new RandomInputs(seed) : null);
      return run(loaded, given);
    }
  }

  private int run(Model loaded, Map<String, Tensor> given) {
    PrintWriter err = err();
    try (Session session = settings.open(loaded)) {
      session.warnings().forEach(err::println);
      err.flush();
      return report(session.run(given));
    }
  }

  private int report(Map<String, Tensor> outputs) {
    TensorFiles.Folder folder = outputDir == null ? null : new TensorFiles.Folder(outputDir);
    OutputReport report = new OutputReport(!expected.isEmpty(), folder != null);
    outputs.forEach((name, output) -> {
      Comparison comparison = compare(name, output);
      report.add(name, output, comparison, folder == null ? null : folder.write(name, output));
    });
    Table table = report.table();
    tables.print(out(), table);
    return report.allMatch() ? ExitCodes.OK : ExitCodes.FINDINGS;
  }

  private @Nullable Comparison compare(String name, Tensor output) {
    Path file = expected.get(name);
    if (file == null) {
      return null;
    }
    Tolerance tolerance = tolerances.over(Tolerance.nearest(file, model));
    Tensor wanted = TensorFiles.read(file, TensorFiles.isNpy(file) ? output.elementType() : null);
    return TensorComparator.compare(wanted, output, tolerance);
  }
}

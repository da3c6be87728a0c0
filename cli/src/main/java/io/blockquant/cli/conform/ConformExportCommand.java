package io.blockquant.cli.conform;

import io.blockquant.cli.error.ExitCodes;
import io.blockquant.cli.options.Verb;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.report.export.OnnxFolders;
import io.blockquant.conformance.report.export.OnnxFolders.Exported;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes cases in the form of another suite. */
@Command(
    name = "export",
    description = {
      "Write the cases as folders of ONNX backend tests, for runtimes in any language: model.onnx,"
          + " test_data_set_0/input_K.pb, output_K.pb and meta.json.",
      "standard/ has ONNX's own operators, trt/ TensorRT's, blockquant/ what neither can say. Cases"
          + " that demand a refusal are left out: the form cannot say it."
    },
    footer = {
      "%n@|bold Examples:|@%n"
          + "  blockquant conform export --format onnx-backend-test cases%n"
          + "  blockquant test cases/standard",
      ExitCodes.HELP
    })
public final class ConformExportCommand extends Verb {
  private static final String ONNX_BACKEND_TEST = "onnx-backend-test";

  @Mixin private final CaseSelection selection = new CaseSelection();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = ONNX_BACKEND_TEST,
      description = "The form: " + ONNX_BACKEND_TEST + ".")
  private String format = ONNX_BACKEND_TEST;

  @Parameters(paramLabel = "DIR", description = "The folder to write below.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it before anything runs
  private Path folder;

  /** Make the verb; picocli does. */
  public ConformExportCommand() {}

  @Override
  public Integer call() {
    if (!format.equals(ONNX_BACKEND_TEST)) {
      throw misuse("there is no format '" + format + "'; there is " + ONNX_BACKEND_TEST);
    }
    List<ConformanceCase> cases = selection.cases();
    OnnxFolders folders = new OnnxFolders(folder);
    Map<String, Integer> written = new TreeMap<>();
    Map<String, Integer> left = new TreeMap<>();
    for (ConformanceCase each : cases) {
      switch (folders.write(each)) {
        case Exported.Written(String group) -> written.merge(group, 1, Integer::sum);
        case Exported.Left(String reason) -> left.merge(reason, 1, Integer::sum);
      }
    }
    written.forEach((group, count) -> out().println(folder.resolve(group) + ": " + count));
    left.forEach((reason, count) -> out().println("left out: " + count + ", " + reason));
    out().flush();
    return ExitCodes.OK;
  }
}

package io.blockquant.conformance.report.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blockquant.conformance.cases.ConformanceCase;
import io.blockquant.conformance.check.Check;
import io.blockquant.conformance.check.Criterion;
import io.blockquant.conformance.report.CaseJson;
import io.blockquant.conformance.runner.CaseResult;
import io.blockquant.conformance.runner.CaseRunner;
import io.blockquant.conformance.runner.Outcome;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.ops.OpCatalog;
import io.blockquant.core.reference.ReferenceBackend;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorArrays;
import io.blockquant.onnx.OnnxTensorFile;
import io.blockquant.onnx.OnnxWriter;
import io.blockquant.onnx.WriteOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Write cases as folders of ONNX backend tests: model.onnx, test_data_set_0/input_K.pb and
 * output_K.pb, and a meta.json that says how near an output must be.
 *
 * <p>{@code standard} holds what any ONNX runtime may know, {@code trt} TensorRT's operators,
 * {@code blockquant} what only our own domain can say. Not thread-safe.
 */
public final class OnnxFolders {

  /** Opset 25 with the IR version that came with it, whose types are all that the cases have. */
  private static final WriteOptions OPTIONS = WriteOptions.defaults().withIrVersion(13);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final CaseRunner reference = new CaseRunner(new ReferenceBackend(OpCatalog.registry()));

  /** Write below this folder, which is made if it is not there. */
  public OnnxFolders(Path root) {
    this.root = root;
  }

  /** Say what became of a case. */
  public sealed interface Exported {

    /** It was written: to a folder of this group. */
    record Written(String group) implements Exported {}

    /** The form has no way to say it, for this reason. */
    record Left(String reason) implements Exported {}
  }

  /**
   * Write a case.
   *
   * @throws UncheckedIOException if a file cannot be written
   */
  public Exported write(ConformanceCase test) {
    if (test.refusal().isPresent()) {
      return new Exported.Left("the form has no way to demand a refusal");
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    CaseResult answer = reference.answer(test);
    if (answer.outcome() instanceof Outcome.Passed) {
      outputs.putAll(answer.outputs());
    }
    test.checks().forEach(check -> outputs.put(check.output(), check.expected()));
    Graph graph = test.graph();
    for (Value output : graph.outputs()) {
      if (!outputs.containsKey(output.name())) {
        return new Exported.Left("output '" + output.name() + "' has no expected value");
      }
    }
    String group = group(OnnxWriter.domains(graph, OPTIONS));
    try {
      write(test, outputs, root.resolve(group).resolve(test.id().replace('/', '_')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Exported.Written(group);
  }

  private static String group(Set<String> domains) {
    if (domains.contains(OpId.BLOCKQUANT)) {
      return "blockquant";
    }
    return domains.stream().allMatch(domain -> domain.equals(OpId.ONNX)) ? "standard" : "trt";
  }

  private static void write(ConformanceCase test, Map<String, Tensor> outputs, Path folder)
      throws IOException {
    Path set = Files.createDirectories(folder.resolve("test_data_set_0"));
    OnnxWriter.write(test.graph(), folder.resolve("model.onnx"), OPTIONS);
    int number = 0;
    for (Value input : test.graph().requiredInputs()) {
      tensor(set.resolve("input_" + number++ + ".pb"), input.name(), test.inputs());
    }
    number = 0;
    for (Value output : test.graph().outputs()) {
      tensor(set.resolve("output_" + number++ + ".pb"), output.name(), outputs);
    }
    ObjectNode meta = tolerance(test);
    meta.set("case", CaseJson.of(test));
    Files.writeString(folder.resolve("meta.json"), meta.toPrettyString() + "\n");
  }

  private static void tensor(Path file, String name, Map<String, Tensor> tensors) {
    Tensor tensor =
        Optional.ofNullable(tensors.get(name))
            .orElseThrow(() -> new IllegalStateException("the case does not give " + name));
    OnnxTensorFile.write(file, name, tensor);
  }

  /** One tolerance holds for all floats of a folder: the widest of its checks. */
  private static ObjectNode tolerance(ConformanceCase test) {
    double atol = 0;
    double rtol = 0;
    for (Check check : test.checks()) {
      switch (check.criterion()) {
        case Criterion.Printed(double tolerance) -> atol = Math.max(atol, tolerance);
        case Criterion.Ulp(long n) -> rtol = Math.max(rtol, n * ulp(check.expected()));
        case Criterion.Dot(double k) -> {
          // The bound of the case is k u times the sum of |products|, which the form cannot say;
          // a thousand u of the largest result is beyond it for every case of the kit.
          rtol = Math.max(rtol, (k + 1) * 0x1p-24);
          atol = Math.max(atol, 0x1p-14 * largest(check.expected()));
        }
        case Criterion.Exact _,
            Criterion.Rounded _,
            Criterion.Invariant _,
            Criterion.MustRefuse _ -> {}
      }
    }
    ObjectNode meta = JSON.createObjectNode();
    return atol == 0 && rtol == 0
        ? meta.put("exact", true)
        : meta.put("atol", atol).put("rtol", rtol);
  }

  /** The distance of neighbours, relative to a number, at its largest. */
  private static double ulp(Tensor tensor) {
    return switch (tensor.elementType()) {
      case DOUBLE -> 0x1p-52;
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      default -> 0x1p-23;
    };
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (double value : TensorArrays.toDoubles(tensor)) {
      largest = Math.max(largest, Math.abs(value));
    }
    return Double.isFinite(largest) ? largest : 0;
  }
}

package io.blockquant.cli.test;

import io.blockquant.cli.compare.Comparison;
import io.blockquant.cli.compare.TensorComparator;
import io.blockquant.cli.compare.Tolerance;
import io.blockquant.cli.options.SessionSettings;
import io.blockquant.cli.options.ToleranceOptions;
import io.blockquant.cli.test.CaseFolder.DataSet;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxModel;
import io.blockquant.onnx.OnnxTensorFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one case after another; what goes wrong in one is its result and stops no other. */
final class CaseRunner {
  private final SessionSettings settings;
  private final ToleranceOptions tolerances;

  CaseRunner(SessionSettings settings, ToleranceOptions tolerances) {
    this.settings = settings;
    this.tolerances = tolerances;
  }

  CaseResult run(CaseFolder test) {
    try {
      Tolerance tolerance = tolerances.over(Tolerance.beside(test.folder()));
      try (OnnxModel model = settings.load(test.model());
          Session session = settings.open(model)) {
        return run(test, session, tolerance);
      }
    } catch (BlockquantException e) {
      if (e.diagnostics().getFirst().code().equals("Session.BackendUnavailable")) {
        // Says nothing about the case, and would say the same of every other.
        throw e;
      }
      return FailureText.of(test.name(), e);
    } catch (RuntimeException | OutOfMemoryError e) {
      // A crash of ours is a failure of the case; a later case can still run.
      return FailureText.crash(test.name(), e);
    }
  }

  private static CaseResult run(CaseFolder test, Session session, Tolerance tolerance) {
    int compared = 0;
    for (DataSet set : test.dataSets()) {
      Map<String, Tensor> outputs = session.run(inputs(session, set));
      List<Value> declared = session.outputs();
      if (set.outputs().size() > declared.size()) {
        return failed(
            test, set, "the model has " + declared.size() + " outputs, the data set more");
      }
      for (int i = 0; i < set.outputs().size(); i++) {
        String name = declared.get(i).name();
        Tensor output = outputs.get(name);
        if (output == null) {
          return failed(test, set, "output '" + name + "' is missing");
        }
        Tensor expected = OnnxTensorFile.read(set.outputs().get(i));
        Comparison comparison = TensorComparator.compare(expected, output, tolerance);
        if (!comparison.matches()) {
          return failed(test, set, "output '" + name + "': " + comparison.verdict());
        }
        compared++;
      }
    }
    return compared > 0
        ? new CaseResult(test.name(), CaseStatus.PASS, compared + " outputs match")
        : new CaseResult(test.name(), CaseStatus.SKIP, "no expected outputs; " + ran(test));
  }

  private static String ran(CaseFolder test) {
    return test.dataSets().isEmpty() ? "it loads" : "it runs without an error";
  }

  /** The K-th file belongs to the K-th input that no initializer stands in for. */
  private static Map<String, Tensor> inputs(Session session, DataSet set) {
    List<Value> required = session.inputs();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < set.inputs().size(); i++) {
      Path file = set.inputs().get(i);
      OnnxTensorFile.Named named = OnnxTensorFile.readNamed(file);
      // One file too many is refused by the session, which says which inputs there are.
      inputs.put(i < required.size() ? required.get(i).name() : named.name(), named.tensor());
    }
    return inputs;
  }

  private static CaseResult failed(CaseFolder test, DataSet set, String reason) {
    return new CaseResult(test.name(), CaseStatus.FAIL, set.name() + ": " + reason);
  }
}

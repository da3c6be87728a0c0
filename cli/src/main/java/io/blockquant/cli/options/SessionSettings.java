package io.blockquant.cli.options;

import io.blockquant.core.graph.Model;
import io.blockquant.core.session.Session;
import io.blockquant.core.session.SessionBuilder;
import io.blockquant.onnx.ImportOptions;
import io.blockquant.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the verbs that load models and open sessions on them. */
public final class SessionSettings {

  /** Make the options; picocli does. */
  public SessionSettings() {}

  @Option(
      names = "--backend",
      split = ",",
      paramLabel = "ID",
      description =
          "Backends to ask, in order: a node runs on the first that supports it (default: all"
              + " that 'devices' lists as available).")
  private List<String> backends = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads a run may compute on (default: all processors).")
  private @Nullable Integer threads;

  @Option(
      names = "--scale-rounding",
      paramLabel = "MODE",
      defaultValue = "up",
      description =
          "How E8M0 scales are computed, which a file cannot say: up, or floor as in the OCP"
              + " sample (default: ${DEFAULT-VALUE}).")
  private ImportOptions.ScaleRounding scaleRounding = ImportOptions.ScaleRounding.UP;

  @Option(
      names = "--passes",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether the graph is rewritten before it is planned; off finds faults of the rewriting"
              + " (default: ${DEFAULT-VALUE}).")
  private Switch passes = Switch.on;

  /** The words that an option takes; as a user types them. */
  enum Switch {
    on,
    off
  }

  /** Load a model; the caller closes it after its sessions. */
  public OnnxModel load(Path file) {
    return OnnxModel.load(file, ImportOptions.defaults().withScaleRounding(scaleRounding));
  }

  /** Open a session; the caller closes it. */
  public Session open(Model model) {
    SessionBuilder builder =
        Session.builder(model)
            .backends(backends.toArray(String[]::new))
            .passes(passes == Switch.on);
    if (threads != null) {
      builder.threads(threads);
    }
    return builder.open();
  }

  /** Return how many threads a run may compute on. */
  public int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Return the backends that the user named. */
  public List<String> backends() {
    return List.copyOf(backends);
  }
}

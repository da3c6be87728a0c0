package io.blockquant.ort;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.blockquant.core.spi.BackendOptions;
import java.util.Map;

/** Create the sessions of ONNX Runtime: those that run, and those that only answer a question. */
final class OrtSessions {

  private static final String SPINNING = "ort.spinning";

  private final OrtEnvironment environment;
  private final BackendOptions options;

  OrtSessions(OrtEnvironment environment, BackendOptions options) {
    this.environment = environment;
    this.options = options;
  }

  OrtEnvironment environment() {
    return environment;
  }

  String version() {
    return environment.getVersion();
  }

  /**
   * Create a session that runs, fully optimized.
   *
   * @param weights the external initializers; they must outlive the session
   * @param alone whether its threads may keep processors from others while they wait
   */
  OrtSession runnable(byte[] model, Map<String, OnnxTensorLike> weights, boolean alone)
      throws OrtException {
    try (SessionOptions settings = quiet(options.threads())) {
      settings.setOptimizationLevel(OptLevel.ALL_OPT);
      settings.addConfigEntry("session.intra_op.allow_spinning", spins(alone) ? "1" : "0");
      if (!weights.isEmpty()) {
        settings.addExternalInitializers(weights);
        // Named once more as shared: a session reads those where they are, and copies others.
        for (Map.Entry<String, OnnxTensorLike> weight : weights.entrySet()) {
          settings.addInitializer(weight.getKey(), weight.getValue());
        }
      }
      return environment.createSession(model, settings);
    }
  }

  private boolean spins(boolean alone) {
    String setting = options.settings().get(SPINNING);
    return setting == null ? alone : setting.equals("on");
  }

  /** Create a session as cheaply as possible, to learn whether it can be and what it returns. */
  OrtSession question(byte[] model) throws OrtException {
    try (SessionOptions settings = quiet(1)) {
      settings.setOptimizationLevel(OptLevel.NO_OPT);
      settings.addConfigEntry("session.disable_prepacking", "1");
      settings.setCPUArenaAllocator(false);
      return environment.createSession(model, settings);
    }
  }

  private static SessionOptions quiet(int threads) throws OrtException {
    SessionOptions settings = new SessionOptions();
    settings.setIntraOpNumThreads(threads);
    settings.setInterOpNumThreads(1);
    // FATAL: errors reach the caller as exceptions; at ERROR they are printed as well.
    settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return settings;
  }
}

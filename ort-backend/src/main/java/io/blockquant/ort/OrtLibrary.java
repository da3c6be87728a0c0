package io.blockquant.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.blockquant.core.spi.Availability;
import io.blockquant.core.spi.Device;
import java.util.List;
import java.util.Locale;

/** Load the native library of ONNX Runtime, or say why it cannot be loaded. */
final class OrtLibrary {

  private static final String DEVICE = "ort:cpu";
  private static final String REMEDY =
      "run on linux-x64, linux-aarch64, osx-aarch64 or win-x64, and let java.io.tmpdir name a"
          + " folder that is writable and may hold executable code (the library is unpacked there);"
          + " start the JVM with --enable-native-access if it denies native access";

  private OrtLibrary() {}

  static Availability probe() {
    try {
      String version = load().getVersion();
      String platform =
          System.getProperty("os.name").toLowerCase(Locale.ROOT)
              + "-"
              + System.getProperty("os.arch");
      return new Availability.Available(
          List.of(
              new Device(
                  DEVICE,
                  "ONNX Runtime " + version + ", CPU",
                  platform + ", " + Runtime.getRuntime().availableProcessors() + " processors")));
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      return new Availability.Unavailable(reason(e), REMEDY);
    }
  }

  /** Return the environment of the process; the first call loads the library. */
  static OrtEnvironment load() {
    return Holder.ENVIRONMENT;
  }

  private static String reason(LinkageError error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return "the native library of ONNX Runtime does not load: " + deepest;
  }

  /** Loads on first use, once per process; a failure is remembered by the JVM. */
  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = create();

    private static OrtEnvironment create() {
      TelemetrySwitch.off();
      // ERROR: at WARNING the library prints on standard error whenever a machine has no GPU.
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "blockquant");
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        throw new ExceptionInInitializerError(e);
      }
      return environment;
    }
  }
}

package io.blockquant.benchmarks.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.blockquant.core.session.Session;
import io.blockquant.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Opens a model in a process of its own and prints what that took: milliseconds, then the peak of
 * resident memory and what of it is not a file's, in KiB.
 */
final class LoadOnce {

  private LoadOnce() {}

  /**
   * Open a model once.
   *
   * @param args {@code session} or {@code direct}, then the model
   */
  public static void main(String[] args) throws IOException, OrtException {
    Path file = Path.of(args[1]);
    // The library of ONNX Runtime is loaded before the clock starts, for both.
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long start = System.nanoTime();
    switch (args[0]) {
      case "session" -> {
        try (OnnxModel model = OnnxModel.load(file);
            Session session = Session.builder(model).backends("cpu", "ort").open()) {
          print(start, session.outputs().size());
        }
      }
      case "direct" -> {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            OrtSession session = environment.createSession(file.toString(), options)) {
          print(start, session.getNumOutputs());
        }
      }
      default -> throw new IllegalArgumentException("expected session or direct: " + args[0]);
    }
  }

  private static void print(long start, long outputs) throws IOException {
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println(
        "RESULT " + millis + " " + status("VmHWM") + " " + status("RssAnon") + " " + outputs);
  }

  /** Linux only: no other system says both. */
  private static String status(String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith(field + ":")).findFirst().orElseThrow();
      return line.replaceAll("\\D", "");
    }
  }
}

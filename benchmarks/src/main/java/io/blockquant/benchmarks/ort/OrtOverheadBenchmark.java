package io.blockquant.benchmarks.ort;

import ai.onnxruntime.OrtException;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a session and ONNX Runtime called directly on the same network, a process each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
@SuppressWarnings("NullAway.Init") // JMH sets up before it runs anything
public class OrtOverheadBenchmark {

  /** The network. */
  @Param({"MLP_SMALL", "MLP_MEDIUM", "TRANSFORMER_SMALL", "TRANSFORMER"})
  public String network = "MLP_SMALL";

  /** The threads that a run computes on, the caller's included. */
  @Param({"1", "2"})
  public int threads = 1;

  private RuntimePair pair;

  /** Write the network and open it twice. */
  @Setup(Level.Trial)
  public void open() throws IOException, OrtException {
    Path file = Files.createTempFile("blockquant-overhead", ".onnx");
    try {
      OnnxWriter.write(Networks.valueOf(network).graph(), file);
      pair = new RuntimePair(file, threads);
    } finally {
      Files.delete(file);
    }
  }

  /** Run the session once. */
  @Benchmark
  public void session() {
    pair.runSession();
  }

  /** Run ONNX Runtime once. */
  @Benchmark
  public void direct() {
    pair.runDirect();
  }

  /** Close both. */
  @TearDown(Level.Trial)
  public void close() throws OrtException {
    pair.close();
  }
}

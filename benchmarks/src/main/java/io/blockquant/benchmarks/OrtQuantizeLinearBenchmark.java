package io.blockquant.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.blockquant.cli.bench.Sizes;
import io.blockquant.cli.bench.measure.Memory;
import io.blockquant.cli.bench.workload.Data;
import io.blockquant.cli.bench.workload.KernelCatalog;
import io.blockquant.cli.bench.workload.Workload;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures the nearest operator of ONNX Runtime, QuantizeLinear with given scales, on the same
 * data.
 *
 * <p>It has no kernel for FP4 and none that computes scales, so it does less than DynamicQuantize.
 * Input and output are bound: nothing is copied or allocated. Java cannot make an FP8 tensor, so
 * the output of a first run is bound for the others.
 */
@SuppressWarnings("NullAway.Init") // JMH sets up before it runs anything
public class OrtQuantizeLinearBenchmark extends Figures {

  /** The recipe of Quantize that both compute. */
  @Param({"fp8 block 32", "fp8 per-tensor", "int8 per-tensor"})
  public String recipe = "fp8 block 32";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Memory memory = new Memory();
  private OrtSession session;
  private Map<String, OnnxTensor> inputs;
  private OrtSession.Result first;
  private Map<String, OnnxValue> outputs;

  /** Write the model, load it into ONNX Runtime, bind input and output. */
  @Setup(Level.Trial)
  public void open() throws IOException, OrtException {
    Data data = new Data(memory, Sizes.ofBytes(size));
    Workload workload = KernelCatalog.find("Quantize", recipe, "FLOAT").workload(data);
    Path folder = Files.createTempDirectory("blockquant-bench");
    Path model = folder.resolve("model.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OnnxWriter.write(workload.graph(), model);
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(model.toString(), options);
    } finally {
      Files.deleteIfExists(model);
      Files.delete(folder);
    }
    Tensor x = data.x(ElementType.FLOAT);
    OnnxTensor bound =
        OnnxTensor.createTensor(
            environment,
            x.segment().asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
            x.shape().dims());
    inputs = Map.of("x", bound);
    first = session.run(inputs);
    outputs = Map.of("q", first.get(0));
  }

  /** Run it once. */
  @Benchmark
  public void run() throws OrtException {
    session.run(inputs, outputs).close();
  }

  /** Close what was opened. */
  @TearDown(Level.Trial)
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    first.close();
    session.close();
    memory.close();
  }
}

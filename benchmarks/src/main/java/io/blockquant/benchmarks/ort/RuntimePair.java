package io.blockquant.benchmarks.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.blockquant.cli.run.RandomInputs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.onnx.OnnxModel;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Hold one model file opened twice: by ONNX Runtime as its users open it, and by a session.
 *
 * <p>Both read the same native memory and write to native memory that exists beforehand; both have
 * the same number of threads and otherwise their defaults. Open extents of inputs are 1. Not
 * thread-safe.
 */
final class RuntimePair implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Arena arena = Arena.ofShared();
  private final OnnxModel model;
  private final Session session;
  private final OrtSession direct;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> directInputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> directOutputs = new LinkedHashMap<>();

  /** Open a model whose inputs and outputs are FLOAT tensors. */
  RuntimePair(Path file, int threads) throws OrtException {
    model = OnnxModel.load(file);
    session = Session.builder(model).threads(threads).open();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      direct = environment.createSession(file.toString(), options);
    }
    RandomInputs random = new RandomInputs(0);
    for (Value input : session.inputs()) {
      Tensor tensor = random.make(input).copy(arena);
      inputs.put(input.name(), tensor);
      directInputs.put(input.name(), view(tensor));
    }
    for (Map.Entry<String, Tensor> output : session.run(inputs).entrySet()) {
      Tensor tensor = output.getValue();
      outputs.put(output.getKey(), Tensor.allocate(tensor.elementType(), tensor.shape(), arena));
      directOutputs.put(
          output.getKey(), view(Tensor.allocate(tensor.elementType(), tensor.shape(), arena)));
    }
    requireEqual();
  }

  /** Run the session once. */
  void runSession() {
    session.run(inputs, outputs);
  }

  /** Run ONNX Runtime once. */
  void runDirect() {
    try {
      direct.run(directInputs, directOutputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Both compute the same bits, or their times say nothing. */
  private void requireEqual() throws OrtException {
    runDirect();
    runSession();
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      ByteBuffer ours = output.getValue().segment().asByteBuffer().order(ByteOrder.nativeOrder());
      ByteBuffer theirs =
          Objects.requireNonNull(directOutputs.get(output.getKey())).getByteBuffer();
      if (!ours.equals(theirs)) {
        throw new IllegalStateException("output '" + output.getKey() + "' differs");
      }
    }
  }

  private OnnxTensor view(Tensor tensor) throws OrtException {
    if (tensor.elementType() != ElementType.FLOAT) {
      throw new IllegalArgumentException("expected FLOAT, found " + tensor);
    }
    ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), tensor.shape().dims());
  }

  @Override
  public void close() throws OrtException {
    Map<String, OnnxTensor> views = new HashMap<>(directInputs);
    views.putAll(directOutputs);
    views.values().forEach(OnnxTensor::close);
    direct.close();
    session.close();
    model.close();
    arena.close();
  }
}

package io.blockquant.cli.bench.workload;

import io.blockquant.core.graph.Value;
import io.blockquant.core.session.Session;
import io.blockquant.core.session.SessionBuilder;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** A kernel ready to run through a session, into memory that exists. */
public final class KernelRun implements AutoCloseable {

  /** Every output starts on a cache line. */
  private static final long SLACK = 4 * Tensor.ALIGNMENT;

  private final Session session;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> outputs;
  private final long bytesMoved;

  private KernelRun(Session session, Workload workload, Map<String, Tensor> outputs) {
    this.session = session;
    this.inputs = workload.inputs();
    this.outputs = outputs;
    this.bytesMoved =
        workload.bytesRead() + outputs.values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /**
   * Open a session on the CPU backend.
   *
   * @param workload what it computes
   * @param target where the outputs go, one after the other; kernels that do not run at the same
   *     time may share it
   * @param threads how many threads the session computes on
   * @param settings settings of the backend
   * @throws io.blockquant.core.diag.BlockquantException if the shape breaks a constraint
   */
  public static KernelRun open(
      Workload workload, MemorySegment target, int threads, Map<String, String> settings) {
    SessionBuilder builder = Session.builder(workload.graph()).backends("cpu").threads(threads);
    settings.forEach(builder::setting);
    Session session = builder.open();
    try {
      return new KernelRun(session, workload, outputs(session, target));
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Return the bytes that the outputs of any kernel take on this shape, at most. */
  public static long roomForOutputs(Shape shape) {
    // y in float32, or codes in bytes and in the worst case a float32 scale for every element.
    return shape.elementCount() * (Byte.BYTES + Float.BYTES) + SLACK;
  }

  /** Run once; what is in the outputs is overwritten. */
  public void run() {
    session.run(inputs, outputs);
  }

  /** Return the bytes that a run must read and write at least: inputs, constants, outputs. */
  public long bytesMoved() {
    return bytesMoved;
  }

  /** Return the outputs by name. */
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /** Return what the backend says of the kernel that computes the data. */
  public String kernel() {
    return session.explain().nodes().getLast().kernel();
  }

  private static Map<String, Tensor> outputs(Session session, MemorySegment target) {
    Map<String, Tensor> outputs = new HashMap<>();
    long offset = 0;
    for (Value output : session.outputs()) {
      TensorType type = output.type();
      if (type == null) {
        throw new IllegalStateException("the type of '" + output.name() + "' is unknown");
      }
      Shape shape = type.shape().orElseThrow();
      long bytes = type.elementType().byteSize(shape.elementCount());
      outputs.put(
          output.name(), Tensor.of(type.elementType(), shape, target.asSlice(offset, bytes)));
      offset = Math.ceilDiv(offset + bytes, Tensor.ALIGNMENT) * Tensor.ALIGNMENT;
    }
    return outputs;
  }

  @Override
  public void close() {
    session.close();
  }
}

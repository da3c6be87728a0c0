package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.diag.Diagnostic;
import io.blockquant.core.graph.Graph;
import io.blockquant.core.graph.Model;
import io.blockquant.core.graph.Value;
import io.blockquant.core.plan.Explanation;
import io.blockquant.core.plan.Resources;
import io.blockquant.core.spi.DeviceAllocator;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.verify.Verified;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Run a graph.
 *
 * <pre>{@code
 * try (var model = OnnxModel.load(Path.of("vit-nvfp4.onnx"));
 *     var session = Session.builder(model).backends("cuda", "cpu", "ort").open()) {
 *   Map<String, Tensor> out =
 *       session.run(Map.of("input", Tensor.ofFloats(Shape.of(1, 3, 224, 224), pixels)));
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may run it at the same time; each run has buffers of its
 * own, which later runs reuse.
 */
public final class Session implements AutoCloseable {

  private final Model model;
  private final Verified verified;
  private final Explanation explanation;
  private final List<Diagnostic> warnings;
  private final FramePool frames;
  private final List<DeviceAllocator> allocators;
  private final Resources resources;

  Session(
      Model model,
      Verified verified,
      Explanation explanation,
      FramePool frames,
      List<DeviceAllocator> allocators,
      Resources resources) {
    this.model = model;
    this.verified = verified;
    this.explanation = explanation;
    this.frames = frames;
    this.allocators = List.copyOf(allocators);
    this.resources = resources;
    this.warnings =
        Stream.concat(model.warnings().stream(), verified.warnings().stream())
            .map(warning -> model.source().isEmpty() ? warning : warning.inFile(model.source()))
            .toList();
  }

  /** Start a session over a model, which must stay open as long as the session. */
  public static SessionBuilder builder(Model model) {
    return new SessionBuilder(model);
  }

  /** Start a session over a graph that was made in memory. */
  public static SessionBuilder builder(Graph graph) {
    return builder(Model.of(graph));
  }

  /** Return the inputs that a run must be given, with their types. */
  public List<Value> inputs() {
    return verified.graph().requiredInputs();
  }

  /** Return the inputs that stand for an initializer when a run is not given them. */
  public List<Value> optionalInputs() {
    Graph graph = verified.graph();
    return graph.inputs().stream()
        .filter(input -> graph.initializers().containsKey(input.name()))
        .toList();
  }

  /** Return the outputs, with their types as far as they could be inferred. */
  public List<Value> outputs() {
    return verified.graph().outputs();
  }

  /**
   * Run; return fresh outputs by name, in the order of the graph.
   *
   * <p>The outputs are in host memory that lives until they are unreachable, the session's end
   * notwithstanding.
   *
   * @param inputs every required input by name, optional ones as wanted; not changed
   * @throws BlockquantException if an input is missing, unknown ({@code Session.MissingInput},
   *     {@code Session.UnknownInput}) or does not fit ({@code Session.InputType}, {@code
   *     Session.InputShape}, {@code Session.Symbol}), a constraint of an operator does not hold for
   *     these inputs, the memory limit is reached ({@code Session.MemoryLimit}), a backend fails
   *     ({@code Backend.Failure}), or the session is closed ({@code Session.Closed})
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    Frame frame = frames.take();
    try {
      return frame.run(inputs);
    } catch (BlockquantException e) {
      throw inFile(e);
    } finally {
      frames.giveBack(frame);
    }
  }

  /**
   * Run and write the outputs to the caller's memory.
   *
   * <p>Allocates nothing when the shapes are those of an earlier run and the backends allocate
   * nothing either. After a failure the content of {@code outputs} is undefined.
   *
   * @param inputs as for {@link #run(Map)}
   * @param outputs for every output a tensor of its type and shape in writable host memory or in
   *     memory of a device ({@link #device}), which overlaps neither an input nor another output
   * @throws BlockquantException as {@link #run(Map)}, and if an output is missing, unknown or does
   *     not fit ({@code Session.MissingOutput}, {@code Session.UnknownOutput}, {@code
   *     Session.OutputType}, {@code Session.OutputMemory})
   */
  public void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    Frame frame = frames.take();
    try {
      frame.run(inputs, outputs);
    } catch (BlockquantException e) {
      throw inFile(e);
    } finally {
      frames.giveBack(frame);
    }
  }

  /**
   * Return a device in whose memory tensors can be made: one that a backend of this session runs
   * on.
   *
   * @param id as {@code devices} lists it: {@code cuda:0}
   * @throws BlockquantException {@code Session.Device} if no backend of this session has it
   */
  public SessionDevice device(String id) {
    for (DeviceAllocator allocator : allocators) {
      if (allocator.deviceId().equals(id)) {
        return new SessionDevice(this, allocator);
      }
    }
    throw Diagnostic.error(
            "Session.Device", "a device MUST be one that the session's backends run on")
        .fact("asked for", id)
        .fact("expected", devices().isEmpty() ? "none: no backend allocates" : devices())
        .help("name one of these, or open the session with the backend of that device")
        .asException();
  }

  /** Return the ids of the devices that {@link #device} knows. */
  public List<String> devices() {
    return allocators.stream().map(DeviceAllocator::deviceId).toList();
  }

  Map<String, Tensor> run(Map<String, Tensor> inputs, SessionDevice device, Arena arena) {
    Frame frame = frames.take();
    try {
      return frame.run(inputs, device, arena);
    } catch (BlockquantException e) {
      throw inFile(e);
    } finally {
      frames.giveBack(frame);
    }
  }

  /** Say which backend and kernel runs each node, and why the others do not. */
  public Explanation explain() {
    return explanation;
  }

  /** Return the warnings of the model and of the verifier. */
  public List<Diagnostic> warnings() {
    return warnings;
  }

  /** Refuse new runs, wait for those that run, free everything; a second call does nothing. */
  @Override
  public synchronized void close() {
    resources.close();
  }

  private BlockquantException inFile(BlockquantException found) {
    return model.source().isEmpty() ? found : found.inFile(model.source());
  }
}

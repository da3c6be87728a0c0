package io.blockquant.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Value;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.ort.lowering.Carriers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Run a region, writing outputs to where they are wanted.
 *
 * <p>An output whose shape is known before the run is written in place. ONNX Runtime checks the
 * shape of the memory it is given, so that a wrong expectation is refused and never overrun; then
 * the run is repeated with memory of ONNX Runtime's own, which is copied.
 */
final class OrtInvocation implements Invocation {

  private final OrtExecutable executable;
  private final TensorBinding[] inputs;
  private final TensorBinding[] outputs;

  /** The output of the region, by the output of the session. */
  private final int[] regionOutput;

  private final OutputShapes shapes;
  private final Map<String, OnnxTensor> given = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
  private final Set<String> allocated = new LinkedHashSet<>();

  OrtInvocation(OrtExecutable executable) {
    this.executable = executable;
    this.inputs =
        bindings("input", executable.region().inputs().stream().map(Value::name).toList());
    this.outputs = bindings("output", executable.outputs().computed());
    this.regionOutput = new int[outputs.length];
    List<RegionOutputs.Source> sources = executable.outputs().sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof RegionOutputs.Source.Computed(int index)) {
        regionOutput[index] = i;
      }
    }
    this.shapes = new OutputShapes(inputs.length, executable.computed());
  }

  private TensorBinding[] bindings(String kind, List<String> names) {
    return names.stream()
        .map(name -> new TensorBinding(executable.environment(), kind + " '" + name + "'"))
        .toArray(TensorBinding[]::new);
  }

  @Override
  public void run(ExecutionContext context) {
    OrtSession session = executable.session();
    if (session != null) {
      bindInputs(context);
      pinOutputs(context);
      if (!runPinned(session, context)) {
        runAllocating(session, context);
      }
    }
    OutputCopies.write(executable.outputs().sources(), context);
  }

  private void bindInputs(ExecutionContext context) {
    boolean changed = false;
    for (int i = 0; i < inputs.length; i++) {
      Tensor tensor = context.input(i);
      ElementType type = executable.inputTypes().get(i);
      if (tensor.elementType() != type) {
        throw OrtErrors.otherType(inputName(i), type, tensor);
      }
      given.put(inputName(i), inputs[i].bind(tensor));
      inputs[i].upload();
      changed |= shapes.note(i, tensor);
    }
    if (changed) {
      shapes.select();
    }
  }

  private void pinOutputs(ExecutionContext context) {
    for (int i = 0; i < outputs.length; i++) {
      String name = outputName(i);
      // Text lies in memory of ONNX Runtime's own.
      Shape shape = type(i) == ElementType.STRING ? null : shapes.expected(i);
      if (shape != null && pin(context, i, shape)) {
        allocated.remove(name);
      } else {
        pinned.remove(name);
        allocated.add(name);
      }
    }
  }

  private boolean pin(ExecutionContext context, int output, Shape shape) {
    Tensor target;
    try {
      target = context.output(regionOutput[output], type(output), shape);
    } catch (BlockquantException _) {
      // The expectation may be what is wrong. If it is not, delivering the output says so again.
      return false;
    }
    pinned.put(outputName(output), outputs[output].bind(target));
    return true;
  }

  /** Run with memory of our own where the shapes are known; false if ONNX Runtime refused. */
  private boolean runPinned(OrtSession session, ExecutionContext context) {
    try (OrtSession.Result result = session.run(given, allocated, pinned)) {
      for (int i = 0; i < outputs.length; i++) {
        if (pinned.containsKey(outputName(i))) {
          outputs[i].download();
        } else {
          deliver(result, i, context);
        }
      }
      return true;
    } catch (OrtException e) {
      if (pinned.isEmpty()) {
        throw failure(e);
      }
      // A refused shape looks like any other failure; a run that owns its outputs tells.
      return false;
    }
  }

  private void runAllocating(OrtSession session, ExecutionContext context) {
    pinned.clear();
    allocated.addAll(executable.outputNames());
    try (OrtSession.Result result = session.run(given, allocated, pinned)) {
      for (int i = 0; i < outputs.length; i++) {
        deliver(result, i, context);
      }
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  /** Copy an output that lies in memory of ONNX Runtime, and remember its shape. */
  private void deliver(OrtSession.Result result, int output, ExecutionContext context)
      throws OrtException {
    OnnxTensor value = (OnnxTensor) result.get(outputName(output)).orElseThrow();
    Shape shape = Shape.of(value.getInfo().getShape());
    shapes.learn(output, shape);
    ElementType type = type(output);
    if (type == ElementType.STRING) {
      context.deliver(regionOutput[output], OrtText.read(value, shape));
      return;
    }
    Tensor target = context.output(regionOutput[output], type, shape);
    MemorySegment found = MemorySegment.ofBuffer(value.getByteBuffer());
    if (type.isSubByte()) {
      Carriers.pack(Tensor.of(Carriers.BYTE, shape, found), target);
    } else {
      OutputCopies.copy(found, target);
    }
  }

  private ElementType type(int output) {
    return executable.computed().get(output).elementType();
  }

  private String inputName(int index) {
    return executable.inputNames().get(index);
  }

  private String outputName(int index) {
    return executable.outputNames().get(index);
  }

  private BlockquantException failure(OrtException cause) {
    List<String> found = new ArrayList<>();
    given.forEach((name, tensor) -> found.add("'" + name + "' " + OrtTypes.describe(tensor)));
    return OrtErrors.run(executable.region(), found, cause);
  }

  @Override
  public void close() {
    for (TensorBinding input : inputs) {
      input.close();
    }
    for (TensorBinding output : outputs) {
      output.close();
    }
  }
}

package io.blockquant.core.session;

import io.blockquant.core.diag.BlockquantException;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.plan.PlannedRegion;
import io.blockquant.core.plan.PlannedValue;
import io.blockquant.core.plan.Resources;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Storage;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hold what one run needs for itself: invocations, buffers, the tensors of the moment.
 *
 * <p>Not thread-safe; one run at a time. A run on the shapes of the last one, into the caller's
 * memory, allocates nothing.
 */
final class Frame implements ExecutionContext, AutoCloseable {

  private final RunLayout layout;
  private final RunInputs inputs;
  private final RunOutputs outputs;
  private final MemoryBudget budget;
  private final FrameBuffers buffers;
  private final Invocation[] invocations;
  private final Resources resources = new Resources();

  private final @Nullable Tensor[] values;
  private final @Nullable Tensor[] hostCopies;
  private final @Nullable Tensor[] targets;
  private final long[] symbolExtents;
  private boolean callersMemory;

  /** Where {@link #run(Map, SessionDevice, Arena)} wants its outputs. */
  private @Nullable SessionDevice wanted;

  private @Nullable Arena wantedArena;
  private int current;
  private boolean spoiled;

  Frame(RunLayout layout, RunInputs inputs, RunOutputs outputs, MemoryBudget budget) {
    this.layout = layout;
    this.inputs = inputs;
    this.outputs = outputs;
    this.budget = budget;
    this.buffers = new FrameBuffers(layout, budget);
    resources.onClose(buffers::close);
    this.values = new @Nullable Tensor[layout.values.size()];
    this.hostCopies = new @Nullable Tensor[layout.values.size()];
    this.targets = new @Nullable Tensor[layout.outputNames.length];
    this.symbolExtents = new long[inputs.symbolCount()];
    this.invocations = new Invocation[layout.regions.size()];
    try {
      for (int region = 0; region < invocations.length; region++) {
        Invocation invocation = newInvocation(layout.regions.get(region));
        invocations[region] = invocation;
        resources.onClose(invocation::close);
      }
    } catch (RuntimeException | VirtualMachineError | LinkageError | AssertionError e) {
      resources.closeAfter(e);
      throw e;
    }
  }

  private static Invocation newInvocation(PlannedRegion region) {
    try {
      return region.executable().newInvocation();
    } catch (BlockquantException e) {
      throw RegionErrors.named(region, e);
    } catch (RuntimeException e) {
      throw RegionErrors.failure(region, e);
    }
  }

  /** Run into fresh memory of a device. */
  Map<String, Tensor> run(Map<String, Tensor> given, SessionDevice device, Arena arena) {
    callersMemory = false;
    wanted = device;
    wantedArena = arena;
    inputs.bind(given, values, symbolExtents);
    runRegions();
    Map<String, Tensor> results = LinkedHashMap.newLinkedHashMap(targets.length);
    for (int output = 0; output < targets.length; output++) {
      Tensor result = Objects.requireNonNull(layout.result(output, values));
      boolean fresh = targets[output] == result;
      if (result.elementType() == ElementType.STRING) {
        result = fresh ? result : copyOf(result);
      } else if (!fresh || result.isHost()) {
        result = device.copy(result, arena);
      }
      results.put(layout.outputNames[output], result);
    }
    return results;
  }

  /** Run into fresh memory. */
  Map<String, Tensor> run(Map<String, Tensor> given) {
    callersMemory = false;
    inputs.bind(given, values, symbolExtents);
    runRegions();
    Map<String, Tensor> results = LinkedHashMap.newLinkedHashMap(targets.length);
    for (int output = 0; output < targets.length; output++) {
      Tensor result = Objects.requireNonNull(layout.result(output, values));
      // What output() allocated is the caller's; everything else belongs to somebody.
      boolean fresh = targets[output] == result;
      results.put(layout.outputNames[output], fresh ? result : copyOf(result));
    }
    return results;
  }

  /** Run into the caller's memory. */
  void run(Map<String, Tensor> given, Map<String, Tensor> memory) {
    callersMemory = true;
    outputs.bind(memory, targets);
    inputs.bind(given, values, symbolExtents);
    runRegions();
    for (int output = 0; output < targets.length; output++) {
      Tensor target = Objects.requireNonNull(targets[output]);
      Tensor result = Objects.requireNonNull(layout.result(output, values));
      if (target != result) {
        requireFits(output, target, result.elementType(), result.shape());
        copy(result, target);
      }
    }
  }

  /** Forget the tensors of the run, which belong to others. */
  void clear() {
    Arrays.fill(values, null);
    Arrays.fill(hostCopies, null);
    Arrays.fill(targets, null);
    wanted = null;
    wantedArena = null;
  }

  /** Return {@code true} if a run failed half-way: nobody knows what its invocations hold. */
  boolean isSpoiled() {
    return spoiled;
  }

  private void runRegions() {
    spoiled = true;
    for (int region = 0; region < invocations.length; region++) {
      current = region;
      runRegion(region);
      for (int output = 0; output < layout.outputCount(region); output++) {
        int value = layout.valueOfOutput(region, output);
        if (values[value] == null) {
          throw RegionErrors.notWritten(region(), layout.values.get(value).name());
        }
      }
    }
    spoiled = false;
  }

  private void runRegion(int region) {
    try {
      invocations[region].run(this);
    } catch (BlockquantException e) {
      throw RegionErrors.named(region(), e);
    } catch (RuntimeException e) {
      throw RegionErrors.failure(region(), e);
    }
  }

  @Override
  public Tensor input(int index) {
    int value = layout.valueOfInput(current, index);
    Tensor tensor = Objects.requireNonNull(values[value]);
    if (tensor.storage() instanceof Storage.Device device
        && !layout.reads(current, device.deviceId())) {
      return onHost(value, tensor, device);
    }
    return tensor;
  }

  private Tensor onHost(int value, Tensor tensor, Storage.Device device) {
    Tensor copy = hostCopies[value];
    if (copy == null) {
      copy = buffers.hostCopy(value, tensor.elementType(), tensor.shape());
      device.copyTo(copy.segment());
      hostCopies[value] = copy;
    }
    return copy;
  }

  @Override
  public Tensor output(int index, ElementType type, Shape shape) {
    int value = layout.valueOfOutput(current, index);
    requirePlanned(value, type, shape);
    int output = layout.graphOutput(value);
    Tensor tensor =
        output < 0 ? buffers.between(value, type, shape) : graphOutput(output, value, type, shape);
    values[value] = tensor;
    return tensor;
  }

  @Override
  public @Nullable Tensor deviceOutput(int index, ElementType type, Shape shape) {
    int value = layout.valueOfOutput(current, index);
    int output = layout.graphOutput(value);
    if (output < 0) {
      return null;
    }
    requirePlanned(value, type, shape);
    SessionDevice device = wanted;
    Arena arena = wantedArena;
    if (device != null && arena != null) {
      if (!layout.reads(current, device.id()) || type == ElementType.STRING) {
        return null;
      }
      Tensor fresh = device.allocate(type, shape, arena);
      targets[output] = fresh;
      return fresh;
    }
    Tensor target = targets[output];
    if (!callersMemory
        || target == null
        || !(target.storage() instanceof Storage.Device there)
        || !layout.reads(current, there.deviceId())) {
      return null;
    }
    requireFits(output, target, type, shape);
    return target;
  }

  private Tensor graphOutput(int output, int value, ElementType type, Shape shape) {
    Tensor target = targets[output];
    if (target != null && callersMemory && !target.isHost()) {
      requireFits(output, target, type, shape);
      target = buffers.hostCopy(value, type, shape); // copied to the device when the run is done
    } else if (target != null && callersMemory) {
      requireFits(output, target, type, shape);
    } else if (target == null || target.elementType() != type || !target.shape().equals(shape)) {
      target = Tensor.of(type, shape, budget.handOut(type.byteSize(shape.elementCount())));
      targets[output] = target;
    }
    return target;
  }

  @Override
  public void deliver(int index, Tensor tensor) {
    int value = layout.valueOfOutput(current, index);
    requirePlanned(value, tensor.elementType(), tensor.shape());
    values[value] = tensor;
  }

  @Override
  public Tensor temporary(int slot, ElementType type, Shape shape) {
    return buffers.temporary(current, slot, type, shape);
  }

  @Override
  public void close() {
    resources.close();
  }

  private PlannedRegion region() {
    return layout.regions.get(current);
  }

  private void requirePlanned(int value, ElementType type, Shape shape) {
    PlannedValue planned = layout.values.get(value);
    TensorType expected = planned.type();
    if (expected != null && !expected.accepts(type, shape)) {
      throw RegionErrors.otherType(region(), planned.name(), expected, type + " " + shape);
    }
  }

  private void requireFits(int output, Tensor target, ElementType type, Shape shape) {
    if (target.elementType() != type || !target.shape().equals(shape)) {
      TensorType expected = TensorType.of(type, shape);
      throw new BlockquantException(
          List.of(RunOutputs.wrongType(layout.outputNames[output], expected, target)));
    }
  }

  private Tensor copyOf(Tensor tensor) {
    MemorySegment copy = budget.handOut(tensor.byteSize());
    copyToHost(tensor, copy);
    // Text is checked when its tensor is made: the bytes come first.
    return Tensor.of(tensor.elementType(), tensor.shape(), copy);
  }

  private static void copyToHost(Tensor from, MemorySegment to) {
    switch (from.storage()) {
      case Storage.Host source -> to.copyFrom(source.segment());
      case Storage.Device source -> source.copyTo(to);
    }
  }

  private static void copy(Tensor from, Tensor to) {
    switch (to.storage()) {
      case Storage.Device there -> SessionDevice.write(from, there);
      case Storage.Host host -> {
        copyToHost(from, host.segment());
      }
    }
  }
}

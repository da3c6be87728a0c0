package io.blockquant.cpu;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.spi.Invocation;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.parallel.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Run the steps of a region, one after another.
 *
 * <p>A run on the shapes of the last one allocates nothing; other shapes are checked and bound
 * anew.
 */
final class CpuInvocation implements Invocation {

  private final List<Step<?, ?>> steps;
  private final ValueIndex values;
  private final SlotPlan slots;
  private final WorkerPool pool;
  private final Scratch scratch = new Scratch();
  private final int inputCount;

  /** The tensors of the run at hand by number; between runs only the constants. */
  private final @Nullable Tensor[] tensors;

  /** The tensors of each step, kept so that no run makes arrays. */
  private final @Nullable Tensor[][] stepInputs;

  private final Tensor[][] stepOutputs;

  /** The memory of each slot when {@link #views} was made. */
  private final @Nullable Tensor[] slotMemory;

  /** The values that live in slots, as tensors over the slots' memory. */
  private final @Nullable Tensor[] views;

  private @Nullable Layout layout;

  CpuInvocation(List<Step<?, ?>> steps, ValueIndex values, SlotPlan slots, WorkerPool pool) {
    this.steps = steps;
    this.values = values;
    this.slots = slots;
    this.pool = pool;
    this.tensors = values.constants();
    this.inputCount = values.inputCount();
    this.slotMemory = new @Nullable Tensor[slots.count()];
    this.views = new @Nullable Tensor[values.size()];
    this.stepInputs = new @Nullable Tensor[steps.size()][];
    this.stepOutputs = new Tensor[steps.size()][];
    for (int step = 0; step < steps.size(); step++) {
      stepInputs[step] = new @Nullable Tensor[steps.get(step).inputs().length];
      stepOutputs[step] = new Tensor[values.outputsOf(step).length];
    }
  }

  @Override
  public void run(ExecutionContext context) {
    try {
      Layout bound = bind(context);
      placeValues(context, bound);
      for (int step = 0; step < steps.size(); step++) {
        runStep(step, bound.task(step));
      }
    } finally {
      forget();
    }
  }

  /** Take the inputs; bind anew where a type is not that of the last run. */
  private Layout bind(ExecutionContext context) {
    Layout last = layout;
    boolean same = last != null;
    for (int input = 0; input < inputCount; input++) {
      Tensor tensor = context.input(input);
      tensors[input] = tensor;
      same = same && last != null && last.fits(input, tensor);
    }
    if (same && last != null) {
      return last;
    }
    layout = null;
    Arrays.fill(views, null);
    Layout fresh = Layout.of(steps, values, slots, tensors);
    layout = fresh;
    return fresh;
  }

  private void placeValues(ExecutionContext context, Layout bound) {
    int[] results = values.results();
    for (int output = 0; output < results.length; output++) {
      int value = results[output];
      tensors[value] = context.output(output, bound.elementType(value), bound.shape(value));
    }
    for (int slot = 0; slot < slotMemory.length; slot++) {
      // Bytes, whatever the values are: one slot serves values of several types and shapes.
      Tensor memory = context.temporary(slot, ElementType.UINT8, bound.slotShape(slot));
      if (memory != slotMemory[slot]) {
        slotMemory[slot] = memory;
        forgetViews(slot);
      }
    }
    for (int value = inputCount; value < views.length; value++) {
      int slot = slots.slot(value);
      if (slot != SlotPlan.NONE) {
        tensors[value] = view(bound, value, Objects.requireNonNull(slotMemory[slot]));
      }
    }
  }

  private void forgetViews(int slot) {
    for (int value = 0; value < views.length; value++) {
      if (slots.slot(value) == slot) {
        views[value] = null;
      }
    }
  }

  private Tensor view(Layout bound, int value, Tensor memory) {
    Tensor view = views[value];
    if (view == null) {
      ElementType type = bound.elementType(value);
      long bytes = type.byteSize(bound.shape(value).elementCount());
      view = Tensor.of(type, bound.shape(value), memory.segment().asSlice(0, bytes));
      views[value] = view;
    }
    return view;
  }

  private void runStep(int step, Task task) {
    boolean mayShare = true;
    @Nullable Tensor[] inputs = stepInputs[step];
    int[] read = steps.get(step).inputs();
    for (int i = 0; i < read.length; i++) {
      Tensor tensor = read[i] == ValueIndex.ABSENT ? null : tensors[read[i]];
      inputs[i] = tensor;
      mayShare &= tensor == null || pool.mayShare(tensor.segment());
    }
    Tensor[] outputs = stepOutputs[step];
    int[] written = values.outputsOf(step);
    for (int i = 0; i < written.length; i++) {
      outputs[i] = Objects.requireNonNull(tensors[written[i]]);
      mayShare &= pool.mayShare(outputs[i].segment());
    }
    steps.get(step).checkValues(inputs);
    task.attach(inputs, outputs);
    try {
      pool.run(task, mayShare, scratch);
    } finally {
      task.detach();
    }
  }

  /** Let go of what belongs to others. */
  private void forget() {
    Arrays.fill(tensors, 0, inputCount, null);
    for (int result : values.results()) {
      tensors[result] = null;
    }
    for (int step = 0; step < stepInputs.length; step++) {
      Arrays.fill(stepInputs[step], null);
    }
  }

  @Override
  public void close() {
    layout = null;
  }
}

package io.blockquant.cuda;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cuda.driver.DeviceMemory;
import io.blockquant.cuda.driver.Gpu;
import io.blockquant.cuda.kernel.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold what follows from the types of a region's inputs: the types of all values, a plan per step,
 * and memory on the device, which values whose lives do not overlap share. Not thread-safe.
 */
final class Layout implements AutoCloseable {

  private final Gpu gpu;
  private final TensorType[] types;
  private final Plan[] plans;
  private final @Nullable DeviceMemory[] memory;
  private final @Nullable DeviceMemory[] work;
  private final List<DeviceMemory> owned = new ArrayList<>();
  private final List<DeviceMemory> idle = new ArrayList<>();

  /**
   * Infer everything and allocate what the steps write.
   *
   * @param inputs the inputs of the region
   * @throws io.blockquant.core.diag.BlockquantException if a constraint is broken, or the device
   *     has too little memory
   */
  Layout(Gpu gpu, ValueIndex values, List<Step<?>> steps, Tensor[] inputs) {
    this.gpu = gpu;
    @Nullable TensorType[] known = new @Nullable TensorType[values.size()];
    for (int value = 0; value < known.length; value++) {
      Tensor constant = values.constant(value);
      known[value] =
          value < inputs.length ? inputs[value].type() : constant == null ? null : constant.type();
    }
    this.plans = new Plan[steps.size()];
    for (int step = 0; step < plans.length; step++) {
      Step.Bound bound = steps.get(step).bind(known);
      plans[step] = bound.plan();
      int[] written = values.outputsOf(step);
      for (int i = 0; i < written.length; i++) {
        known[written[i]] = bound.outputs().get(i);
      }
    }
    this.types = new TensorType[known.length];
    for (int value = 0; value < types.length; value++) {
      TensorType type = known[value];
      if (type == null) {
        throw new IllegalStateException("value " + value + " has no type: nodes are out of order");
      }
      types[value] = type;
    }
    this.memory = new @Nullable DeviceMemory[types.length];
    this.work = new @Nullable DeviceMemory[plans.length];
    try {
      allocate(values, steps);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The stream runs steps in order: what the last reader of a value is done with, others may take.
   */
  private void allocate(ValueIndex values, List<Step<?>> steps) {
    int[] lastReader = new int[types.length];
    Arrays.fill(lastReader, -1);
    for (int step = 0; step < plans.length; step++) {
      for (int value : steps.get(step).inputs()) {
        if (value != ValueIndex.ABSENT) {
          lastReader[value] = step;
        }
      }
    }
    for (int step = 0; step < plans.length; step++) {
      int[] written = values.outputsOf(step);
      for (int value : written) {
        if (!values.isResult(value)) { // those may go to the caller's memory: see memory()
          memory[value] = reuse(bytesOf(value));
        }
      }
      if (plans[step].workBytes() > 0) {
        DeviceMemory scratch = reuse(plans[step].workBytes());
        work[step] = scratch;
        idle.add(scratch);
      }
      for (int value : written) {
        giveBack(values, value, Math.max(step, lastReader[value]) == step);
      }
      for (int value : steps.get(step).inputs()) {
        if (value != ValueIndex.ABSENT) {
          giveBack(values, value, lastReader[value] == step);
        }
      }
    }
  }

  private void giveBack(ValueIndex values, int value, boolean isDone) {
    DeviceMemory freed = memory[value];
    if (isDone && freed != null && !values.isResult(value) && !idle.contains(freed)) {
      idle.add(freed);
    }
  }

  /** Take memory that another value is done with, or fresh one. */
  private DeviceMemory reuse(long bytes) {
    for (int i = 0; i < idle.size(); i++) {
      if (idle.get(i).byteSize() >= bytes) {
        return idle.remove(i);
      }
    }
    return take(bytes);
  }

  private DeviceMemory take(long bytes) {
    DeviceMemory fresh = gpu.allocate(bytes);
    owned.add(fresh);
    return fresh;
  }

  /** Return whether inputs are of the types that this was made for. */
  boolean fits(Tensor[] inputs) {
    for (int input = 0; input < inputs.length; input++) {
      if (!types[input].accepts(inputs[input].elementType(), inputs[input].shape())) {
        return false;
      }
    }
    return true;
  }

  TensorType type(int value) {
    return types[value];
  }

  long bytesOf(int value) {
    return types[value].elementType().byteSize(types[value].shape().orElseThrow().elementCount());
  }

  Plan plan(int step) {
    return plans[step];
  }

  /** Return the memory of a value: what a step writes, a result, or the copy of an input. */
  DeviceMemory memory(int value) {
    DeviceMemory found = memory[value];
    if (found == null) {
      found = take(bytesOf(value));
      memory[value] = found;
    }
    return found;
  }

  /** Return the scratch memory of a step; null where it needs none. */
  @Nullable DeviceMemory work(int step) {
    return work[step];
  }

  @Override
  public void close() {
    owned.forEach(DeviceMemory::close);
    owned.clear();
    idle.clear();
  }
}

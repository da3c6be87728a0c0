package io.blockquant.cpu.testing;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.spi.ExecutionContext;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives a region guarded memory for everything it writes. */
public final class GuardedContext implements ExecutionContext {

  private final Memory memory;
  private final List<Tensor> inputs = new ArrayList<>();
  private final Map<Integer, Tensor> outputs = new HashMap<>();
  private final Map<Integer, Tensor> temporaries = new HashMap<>();
  private final List<Memory.Guarded> guarded = new ArrayList<>();

  /** Copy the inputs into memory of this kind; the outputs will be of the same. */
  public GuardedContext(Memory memory, List<Tensor> inputs) {
    this.memory = memory;
    for (Tensor input : inputs) {
      Tensor copy = tensor(input.elementType(), input.shape());
      copy.segment().copyFrom(input.segment());
      this.inputs.add(copy);
    }
  }

  private Tensor tensor(ElementType type, Shape shape) {
    Memory.Guarded made = memory.allocate(type.byteSize(shape.elementCount()));
    guarded.add(made);
    return Tensor.of(type, shape, made.segment());
  }

  @Override
  public Tensor input(int index) {
    return inputs.get(index);
  }

  @Override
  public Tensor output(int index, ElementType type, Shape shape) {
    return outputs.computeIfAbsent(index, i -> tensor(type, shape));
  }

  @Override
  public void deliver(int index, Tensor tensor) {
    outputs.put(index, tensor);
  }

  @Override
  public Tensor temporary(int slot, ElementType type, Shape shape) {
    return temporaries.computeIfAbsent(slot, s -> tensor(type, shape));
  }

  /** Return an output of the run. */
  public Tensor result(int index) {
    return outputs.get(index);
  }

  /** Return whether nobody wrote beside any tensor. */
  public boolean isIntact() {
    return guarded.stream().allMatch(Memory.Guarded::isIntact);
  }
}

package io.blockquant.cpu;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.core.tensor.TensorType;
import io.blockquant.cpu.kernel.Task;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hold what follows from the types of a region's inputs: the types of all values, a task per step,
 * the bytes per slot.
 */
final class Layout {

  private final ElementType[] elementTypes;
  private final Shape[] shapes;
  private final Task[] tasks;
  private final Shape[] slotShapes;

  private Layout(ElementType[] elementTypes, Shape[] shapes, Task[] tasks, Shape[] slotShapes) {
    this.elementTypes = elementTypes;
    this.shapes = shapes;
    this.tasks = tasks;
    this.slotShapes = slotShapes;
  }

  /**
   * Infer everything from the tensors at hand.
   *
   * @param given the inputs and constants of the region by number; null for every other value
   * @throws io.blockquant.core.diag.BlockquantException if a constraint is broken
   */
  static Layout of(
      List<Step<?, ?>> steps, ValueIndex values, SlotPlan slots, @Nullable Tensor[] given) {
    @Nullable TensorType[] types = new @Nullable TensorType[values.size()];
    for (int value = 0; value < types.length; value++) {
      Tensor tensor = given[value];
      types[value] = tensor == null ? null : tensor.type();
    }
    Task[] tasks = new Task[steps.size()];
    for (int step = 0; step < tasks.length; step++) {
      Step.Bound bound = steps.get(step).bind(types);
      tasks[step] = bound.task();
      int[] written = values.outputsOf(step);
      for (int i = 0; i < written.length; i++) {
        types[written[i]] = bound.outputs().get(i);
      }
    }
    ElementType[] elementTypes = new ElementType[types.length];
    Shape[] shapes = new Shape[types.length];
    long[] slotBytes = new long[slots.count()];
    for (int value = 0; value < types.length; value++) {
      TensorType type = types[value];
      if (type == null) {
        throw new IllegalStateException("value " + value + " has no type: nodes are out of order");
      }
      elementTypes[value] = type.elementType();
      shapes[value] = type.shape().orElseThrow();
      int slot = slots.slot(value);
      if (slot != SlotPlan.NONE) {
        long bytes = elementTypes[value].byteSize(shapes[value].elementCount());
        slotBytes[slot] = Math.max(slotBytes[slot], bytes);
      }
    }
    Shape[] slotShapes = Arrays.stream(slotBytes).mapToObj(Shape::of).toArray(Shape[]::new);
    return new Layout(elementTypes, shapes, tasks, slotShapes);
  }

  /** Return whether a tensor is of the type that a value had when this was made. */
  boolean fits(int value, Tensor tensor) {
    return tensor.elementType() == elementTypes[value] && tensor.shape().equals(shapes[value]);
  }

  ElementType elementType(int value) {
    return elementTypes[value];
  }

  Shape shape(int value) {
    return shapes[value];
  }

  Task task(int step) {
    return tasks[step];
  }

  /** Return the shape of a slot as a tensor of bytes. */
  Shape slotShape(int slot) {
    return slotShapes[slot];
  }
}

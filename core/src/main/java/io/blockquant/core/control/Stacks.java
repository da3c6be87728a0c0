package io.blockquant.core.control;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Take tensors apart along an axis, and put them together. */
final class Stacks {

  private Stacks() {}

  /** Return the element of a stack at an index; a copy. */
  static Tensor at(Tensor stack, int axis, long index) {
    Shape shape = without(stack.shape(), axis);
    Tensor element = Tensor.allocate(stack.elementType(), shape);
    long inner = stack.shape().elementCount(axis + 1, stack.shape().rank());
    long outer = stack.shape().elementCount(0, axis);
    long extent = stack.shape().dim(axis);
    for (long o = 0; o < outer; o++) {
      copy(stack, (o * extent + index) * inner, element, o * inner, inner);
    }
    return element;
  }

  /**
   * Return the stack of tensors along a new axis.
   *
   * @param empty the shape of an element where there are none
   */
  static Tensor of(List<Tensor> elements, ElementType type, Shape empty, int axis) {
    Shape shape = elements.isEmpty() ? empty : elements.getFirst().shape();
    Tensor stack = Tensor.allocate(type, with(shape, axis, elements.size()));
    long inner = shape.elementCount(axis, shape.rank());
    long outer = shape.elementCount(0, axis);
    for (int index = 0; index < elements.size(); index++) {
      for (long o = 0; o < outer; o++) {
        long to = (o * elements.size() + index) * inner;
        copy(elements.get(index), o * inner, stack, to, inner);
      }
    }
    return stack;
  }

  private static void copy(Tensor from, long start, Tensor to, long target, long count) {
    int bits = from.elementType().bits();
    if (bits % Byte.SIZE == 0) {
      long bytes = bits / Byte.SIZE;
      MemorySegment.copy(
          from.segment(), start * bytes, to.segment(), target * bytes, count * bytes);
      return;
    }
    for (long i = 0; i < count; i++) {
      Elements.setCode(to, target + i, Elements.code(from, start + i));
    }
  }

  private static Shape without(Shape shape, int axis) {
    long[] dims = new long[shape.rank() - 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i < axis ? i : i + 1);
    }
    return Shape.of(dims);
  }

  private static Shape with(Shape shape, int axis, long extent) {
    long[] dims = new long[shape.rank() + 1];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? extent : shape.dim(i < axis ? i : i - 1);
    }
    return Shape.of(dims);
  }
}

package io.blockquant.core.session;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Remember the last tensor over a buffer, so that the same shape gives the same object. */
final class TensorView {

  private final GrowingBuffer buffer;
  private @Nullable Tensor tensor;
  private int generation;

  TensorView(GrowingBuffer buffer) {
    this.buffer = buffer;
  }

  /** Return a tensor over the buffer, which grows where it must. */
  Tensor get(ElementType type, Shape shape) {
    Tensor last = tensor;
    if (last != null
        && generation == buffer.generation()
        && last.elementType() == type
        && last.shape().equals(shape)) {
      return last;
    }
    long bytes = type.byteSize(shape.elementCount());
    Tensor fresh = Tensor.of(type, shape, buffer.ensure(bytes).asSlice(0, bytes));
    tensor = fresh;
    generation = buffer.generation();
    return fresh;
  }
}

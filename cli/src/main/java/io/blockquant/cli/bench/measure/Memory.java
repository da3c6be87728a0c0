package io.blockquant.cli.bench.measure;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Hold the native memory of one measurement; all of it is written once, so that no page is missing
 * when the clock runs.
 */
public final class Memory implements AutoCloseable {
  private final Arena arena = Arena.ofShared();

  /** Make one without memory. */
  public Memory() {}

  /** Allocate bytes as a tensor's are: zeroed, on a cache line. */
  public MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, Tensor.ALIGNMENT);
  }

  /** Allocate a tensor. */
  public Tensor tensor(ElementType type, Shape shape) {
    return Tensor.of(type, shape, allocate(type.byteSize(shape.elementCount())));
  }

  @Override
  public void close() {
    arena.close();
  }
}

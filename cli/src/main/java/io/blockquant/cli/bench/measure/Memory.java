package io.blockquant.cli.bench.measure;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Shape;
import io.blockquant.core.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Hold the native memory of one measurement; all of it is written once, so that no page is missing
 * when the clock runs.
 */
public final class Memory implements AutoCloseable {
  private final Arena arena = Arena.ofShared();
  private final Pages pages;
  private final @Nullable LinuxMemory mapped;

  /** Make one without memory, on the pages that any user gets. */
  public Memory() {
    this(Pages.DEFAULT);
  }

  /**
   * Make one without memory.
   *
   * @throws io.blockquant.core.diag.BlockquantException {@code Cli.HugePages} where the system does
   *     not let us choose
   */
  public Memory(Pages pages) {
    this.pages = pages;
    this.mapped = pages == Pages.DEFAULT ? null : LinuxMemory.link();
  }

  /** Allocate bytes as a tensor's are: zeroed, on a cache line. */
  public MemorySegment allocate(long bytes) {
    return mapped == null
        ? arena.allocate(bytes, Tensor.ALIGNMENT)
        : mapped.allocate(bytes, pages, arena);
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

package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Convert each element of one tensor by itself.
 *
 * <p>The unit of work is eight elements, which fill whole bytes at any width (F4).
 */
abstract class CastTask implements Task {

  private static final long OCTET = 8;
  private static final long GRAIN_ELEMENTS = 16384;

  private final long elements;
  private MemorySegment input = MemorySegment.NULL;
  private MemorySegment output = MemorySegment.NULL;

  CastTask(long elements) {
    this.elements = elements;
  }

  /** Convert the elements {@code from}, a multiple of eight, to {@code to} (exclusive). */
  abstract void run(long from, long to, MemorySegment input, MemorySegment output, Scratch scratch);

  @Override
  public final void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    input = Objects.requireNonNull(inputs[0]).segment();
    output = outputs[0].segment();
  }

  @Override
  public final void detach() {
    input = MemorySegment.NULL;
    output = MemorySegment.NULL;
  }

  @Override
  public final int phases() {
    return 1;
  }

  @Override
  public final long units(int phase) {
    return Math.ceilDiv(elements, OCTET);
  }

  @Override
  public final long grain(int phase) {
    return GRAIN_ELEMENTS / OCTET;
  }

  @Override
  public final void run(int phase, long from, long to, Scratch scratch) {
    run(from * OCTET, Math.min(to * OCTET, elements), input, output, scratch);
  }
}

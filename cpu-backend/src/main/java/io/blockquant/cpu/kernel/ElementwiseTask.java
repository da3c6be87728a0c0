package io.blockquant.cpu.kernel;

import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.tiling.Tiling;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compute each element of one output of its own input, its block's scale and zero point alone.
 *
 * <p>The unit of work is eight elements, which fill whole bytes at any width (F4), so that no two
 * threads write the same byte wherever the blocks end.
 */
public abstract class ElementwiseTask implements Task {

  private static final int OCTET = 8;

  private final Tiling tiling;
  private final long grainElements;
  private MemorySegment input = MemorySegment.NULL;
  private MemorySegment scale = MemorySegment.NULL;
  private MemorySegment zeroPoint = MemorySegment.NULL;
  private MemorySegment output = MemorySegment.NULL;

  /**
   * Bind to blocks.
   *
   * @param grainElements how many elements are worth handing to another thread
   */
  protected ElementwiseTask(Tiling tiling, long grainElements) {
    this.tiling = tiling;
    this.grainElements = grainElements;
  }

  /** Compute the elements {@code from}, a multiple of eight, to {@code to} (exclusive). */
  protected abstract void run(long from, long to, Scratch scratch);

  /** Return the blocks. */
  protected final Tiling tiling() {
    return tiling;
  }

  /** Return the memory of what is scaled. */
  protected final MemorySegment input() {
    return input;
  }

  /** Return the memory of the scale. */
  protected final MemorySegment scale() {
    return scale;
  }

  /** Return the memory of the zero point; {@link MemorySegment#NULL} where it is not given. */
  protected final MemorySegment zeroPoint() {
    return zeroPoint;
  }

  /** Return the memory of the result. */
  protected final MemorySegment output() {
    return output;
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    input = Objects.requireNonNull(inputs[0]).segment();
    scale = Objects.requireNonNull(inputs[1]).segment();
    Tensor third = inputs.length > 2 ? inputs[2] : null;
    zeroPoint = third == null ? MemorySegment.NULL : third.segment();
    output = outputs[0].segment();
  }

  @Override
  public void detach() {
    input = MemorySegment.NULL;
    scale = MemorySegment.NULL;
    zeroPoint = MemorySegment.NULL;
    output = MemorySegment.NULL;
  }

  @Override
  public final int phases() {
    return 1;
  }

  @Override
  public final long units(int phase) {
    return Math.ceilDiv(tiling.elementCount(), OCTET);
  }

  @Override
  public final long grain(int phase) {
    return Math.ceilDiv(grainElements, OCTET);
  }

  @Override
  public final void run(int phase, long from, long to, Scratch scratch) {
    run(from * OCTET, Math.min(to * OCTET, tiling.elementCount()), scratch);
  }
}

package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.dynamicquantize.ScalarDynamicQuantizeTask;
import io.blockquant.cpu.kernel.vector.Encoder;
import io.blockquant.cpu.kernel.vector.FloatView;
import io.blockquant.cpu.kernel.vector.Pipeline;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes a chunk at a time: widening, magnitudes, scales, codes.
 *
 * <p>A chunk with a NaN, or with a scale of 0 or infinity, is left to the scalar twin: the passes
 * need not know them.
 */
final class VectorContiguousTask implements Task {

  private static final int INFINITY = 0x7f800000;
  private static final long GRAIN_CHUNKS = 8;
  private static final int LARGEST = 1;
  private static final int EFFECTIVE = 2;
  private static final int SCALE_STAGING = 1;
  private static final int CODE_STAGING = 2;

  private final ScalarDynamicQuantizeTask twin;
  private final ElementType inputType;
  private final ScalePass scalePass;
  private final Encoder encoder;
  private final Pipeline pipeline =
      new Pipeline(this::widen, this::findMagnitudes, this::makeScales, this::encode);
  private final int dataBits;
  private final int shift;
  private final long elementCount;
  private MemorySegment x = MemorySegment.NULL;
  private MemorySegment data = MemorySegment.NULL;
  private MemorySegment scales = MemorySegment.NULL;
  private boolean direct;

  VectorContiguousTask(DynamicQuantizeProblem problem) {
    this.twin = new ScalarDynamicQuantizeTask(problem);
    this.inputType = problem.inputType();
    this.scalePass = Passes.scales(problem);
    this.encoder = Passes.encoder(problem.recipe());
    this.dataBits = problem.recipe().outputType().bits();
    this.shift = Long.numberOfTrailingZeros(problem.tiling().block(0));
    this.elementCount = problem.tiling().elementCount();
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    twin.attach(inputs, outputs);
    x = Objects.requireNonNull(inputs[0]).segment();
    data = outputs[0].segment();
    scales = outputs[1].segment();
    direct = FloatView.isDirect(x, inputType);
  }

  @Override
  public void detach() {
    twin.detach();
    x = MemorySegment.NULL;
    data = MemorySegment.NULL;
    scales = MemorySegment.NULL;
  }

  @Override
  public int phases() {
    return 1;
  }

  @Override
  public long units(int phase) {
    return Math.ceilDiv(elementCount, Scratch.CHUNK);
  }

  @Override
  public long grain(int phase) {
    return GRAIN_CHUNKS;
  }

  @Override
  public void run(int phase, long from, long to, Scratch scratch) {
    for (long chunk = from; chunk < to; chunk++) {
      long first = chunk * Scratch.CHUNK;
      int count = (int) Math.min(Scratch.CHUNK, elementCount - first);
      if (!pipeline.run(first, count, scratch)) {
        twin.storeScales(first >>> shift, (first + count) >>> shift, scratch);
        twin.storeCodes(first, first + count, scratch);
      }
    }
  }

  /** Bring the chunk to float32 where it is not that already. */
  private boolean widen(long first, int count, Scratch scratch) {
    if (!direct) {
      FloatView.stage(x, inputType, first, count, scratch);
    }
    return true;
  }

  private MemorySegment floats(Scratch scratch) {
    return direct ? x : scratch.staging(FloatView.STAGING);
  }

  private long floatsAt(long first) {
    return direct ? first * Float.BYTES : 0;
  }

  /** R1: a NaN does not count; its bits would, so the chunk is the twin's. */
  private boolean findMagnitudes(long first, int count, Scratch scratch) {
    float[] largest = scratch.floats(LARGEST);
    int blocks = count >>> shift;
    int all = Magnitudes.ofBlocks(floats(scratch), floatsAt(first), shift, blocks, largest);
    return all <= INFINITY;
  }

  /** R7: with a scale of 0 every code is 0, so the chunk is the twin's. */
  private boolean makeScales(long first, int count, Scratch scratch) {
    int blocks = count >>> shift;
    int bytes = scalePass.bytes();
    MemorySegment codes = scratch.staging(SCALE_STAGING);
    boolean usable =
        scalePass.compute(scratch.floats(LARGEST), blocks, codes, scratch.floats(EFFECTIVE));
    if (usable) {
      long at = (first >>> shift) * bytes;
      MemorySegment.copy(codes, 0, scales, at, (long) blocks * bytes);
    }
    return usable;
  }

  private boolean encode(long first, int count, Scratch scratch) {
    int whole = count - count % encoder.step();
    long dataAt = first * dataBits / Byte.SIZE;
    boolean inPlace = data.isNative();
    MemorySegment target = inPlace ? data : scratch.staging(CODE_STAGING);
    encoder.encodeBlocks(
        floats(scratch),
        floatsAt(first),
        scratch.floats(EFFECTIVE),
        shift,
        whole,
        target,
        inPlace ? dataAt : 0);
    if (!inPlace) {
      MemorySegment.copy(target, 0, data, dataAt, (long) whole * dataBits / Byte.SIZE);
    }
    if (whole < count) {
      twin.storeCodes(first + whole, first + count, scratch);
    }
    return true;
  }
}

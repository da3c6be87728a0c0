package io.blockquant.cpu.kernel.dynamicquantize;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.ops.dynamicquantize.BlockScales;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Task;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.memory.PackedWriter;
import io.blockquant.cpu.tiling.RowCursor;
import io.blockquant.cpu.tiling.RunCursor;
import io.blockquant.cpu.tiling.Tiling;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes element by element: first the scale of every block, then the codes in memory order.
 *
 * <p>The unit of the second phase is eight elements, which fill whole bytes at any width (F4), so
 * that no two threads write the same byte wherever the blocks end.
 */
public final class ScalarDynamicQuantizeTask implements Task {

  private static final int SCALES = 0;
  private static final int OCTET = 8;
  private static final long GRAIN_ELEMENTS = 8192;

  private final DynamicQuantizeProblem problem;
  private final Tiling tiling;
  private final Recipe recipe;
  private final ElementType dataType;
  private final @Nullable FloatCodec dataCodec;
  private final int scaleBits;
  private MemorySegment x = MemorySegment.NULL;
  private MemorySegment data = MemorySegment.NULL;
  private MemorySegment scales = MemorySegment.NULL;

  /** Bind to a problem. */
  public ScalarDynamicQuantizeTask(DynamicQuantizeProblem problem) {
    this.problem = problem;
    this.tiling = problem.tiling();
    this.recipe = problem.recipe();
    this.dataType = recipe.outputType();
    this.dataCodec = Codecs.exists(dataType) ? Codecs.of(dataType) : null;
    this.scaleBits = recipe.scaleType().bits();
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    x = Objects.requireNonNull(inputs[0]).segment();
    data = outputs[0].segment();
    scales = outputs[1].segment();
  }

  @Override
  public void detach() {
    x = MemorySegment.NULL;
    data = MemorySegment.NULL;
    scales = MemorySegment.NULL;
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public long units(int phase) {
    return phase == SCALES ? tiling.blockCount() : Math.ceilDiv(tiling.elementCount(), OCTET);
  }

  @Override
  public long grain(int phase) {
    if (phase != SCALES) {
      return GRAIN_ELEMENTS / OCTET;
    }
    long elementsPerBlock = tiling.elementCount() / Math.max(1, tiling.blockCount());
    return Math.max(1, GRAIN_ELEMENTS / Math.max(1, elementsPerBlock));
  }

  @Override
  public void run(int phase, long from, long to, Scratch scratch) {
    if (phase == SCALES) {
      storeScales(from, to, scratch);
    } else {
      storeCodes(from * OCTET, Math.min(to * OCTET, tiling.elementCount()), scratch);
    }
  }

  /** Compute the scales of a range of blocks. */
  public void storeScales(long fromBlock, long toBlock, Scratch scratch) {
    for (long block = fromBlock; block < toBlock; block++) {
      float amax = largestMagnitude(block, scratch.rows());
      Codes.set(scales, scaleBits, block, scaleCode(amax));
    }
  }

  /** R1: NaN is skipped, since no comparison with it is true; Inf stays. */
  private float largestMagnitude(long block, RowCursor rows) {
    float amax = 0;
    rows.open(tiling, block);
    while (rows.next()) {
      long end = rows.start() + rows.length();
      for (long i = rows.start(); i < end; i++) {
        float magnitude = Math.abs(Floats.get(x, problem.inputType(), i));
        if (magnitude > amax) {
          amax = magnitude;
        }
      }
    }
    return amax;
  }

  private int scaleCode(float amax) {
    return switch (recipe) {
      case NVFP4, FP8_E4M3 -> BlockScales.e4m3(amax, recipe.qmax(), problem.doubleQuantScale());
      case MXFP8, MXFP4 -> BlockScales.e8m0(amax, recipe.qmax(), problem.rounding());
      case FP8_2D, FP4_FLOAT, INT8_FLOAT ->
          Float.floatToRawIntBits(BlockScales.ofFloat(amax, recipe.qmax()));
    };
  }

  /** R6: the data is divided by the scale as it was rounded. */
  private float effectiveScale(int scaleCode) {
    return switch (recipe) {
      case NVFP4, FP8_E4M3 -> BlockScales.ofE4m3(scaleCode, problem.doubleQuantScale());
      case MXFP8, MXFP4 -> BlockScales.ofE8m0(scaleCode);
      case FP8_2D, FP4_FLOAT, INT8_FLOAT -> Float.intBitsToFloat(scaleCode);
    };
  }

  /** Compute the codes of a range of elements, given all scales; {@code from} is on an octet. */
  public void storeCodes(long from, long to, Scratch scratch) {
    RunCursor runs = scratch.runs();
    PackedWriter writer = scratch.writer();
    writer.open(data, dataType.bits(), from);
    runs.open(tiling, from, to);
    while (runs.next()) {
      float s = effectiveScale(Codes.get(scales, scaleBits, runs.block()));
      long end = runs.start() + runs.length();
      for (long i = runs.start(); i < end; i++) {
        writer.put(code(Floats.get(x, problem.inputType(), i), s));
      }
    }
    writer.close();
  }

  /** R7: a true division; with s = 0 every code is 0. */
  private int code(float value, float s) {
    if (s == 0) {
      return 0;
    }
    float quotient = value / s;
    return dataCodec != null
        ? dataCodec.encode(quotient)
        : (int) Integers.code(dataType, Integers.roundAndSaturate(dataType, quotient));
  }
}

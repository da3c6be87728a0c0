package io.blockquant.cpu.kernel.dequantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.ElementwiseTask;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.dequantize.DequantizeProblem;
import io.blockquant.cpu.kernel.dequantize.ScalarDequantizeTask;
import io.blockquant.cpu.kernel.vector.ByteDecoder;
import io.blockquant.cpu.kernel.vector.Decoder;
import io.blockquant.cpu.kernel.vector.E2m1Decoder;
import io.blockquant.cpu.kernel.vector.E4m3Decoder;
import io.blockquant.cpu.kernel.vector.FloatView;
import io.blockquant.cpu.kernel.vector.Narrowing;
import io.blockquant.cpu.kernel.vector.NibbleDecoder;
import io.blockquant.cpu.kernel.vector.Pipeline;
import io.blockquant.cpu.kernel.vector.Spread;
import io.blockquant.cpu.tiling.Tiling;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Dequantizes a chunk at a time. Where blocks are contiguous and of a power of two, a scale is
 * loaded per block; otherwise scales and zero points are spread to the elements first.
 */
final class VectorDequantizeTask extends ElementwiseTask {

  private static final long GRAIN_ELEMENTS = 8L * Scratch.CHUNK;
  private static final int SMALLEST_BLOCK = 16;
  private static final int SCALES = 1;
  private static final int VALUE_STAGING = 1;
  private static final int CODE_STAGING = 2;

  private final DequantizeProblem problem;
  private final ScalarDequantizeTask twin;
  private final Decoder decoder;
  private final int bits;
  private final boolean byBlocks;
  private final boolean spreadZeros;
  private final int shift;
  private final boolean isPerTensor;
  private final Pipeline pipeline = new Pipeline(this::prepare, this::decode, this::narrow);

  VectorDequantizeTask(DequantizeProblem problem) {
    super(problem.tiling(), GRAIN_ELEMENTS);
    this.problem = problem;
    this.twin = new ScalarDequantizeTask(problem);
    this.decoder = decoder(problem.inputType());
    this.bits = problem.inputType().bits();
    this.spreadZeros = problem.hasZeroPoint() && problem.inputType().isInteger();
    this.byBlocks = !spreadZeros && hasBlocks(problem.tiling());
    this.isPerTensor = problem.tiling().blockCount() == 1 && !byBlocks;
    this.shift = Long.numberOfTrailingZeros(problem.tiling().block(0));
  }

  private static boolean hasBlocks(Tiling tiling) {
    long block = tiling.block(0);
    return tiling.isContiguous()
        && Long.bitCount(block) == 1
        && SMALLEST_BLOCK <= block
        && block <= Scratch.CHUNK;
  }

  private static Decoder decoder(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1 -> new E2m1Decoder();
      case FLOAT8E4M3FN -> new E4m3Decoder();
      case INT8, UINT8 -> new ByteDecoder(type);
      case INT4, UINT4 -> new NibbleDecoder(type);
      default -> throw new IllegalArgumentException("no decoder of " + type);
    };
  }

  @Override
  public void attach(@Nullable Tensor[] inputs, Tensor[] outputs) {
    super.attach(inputs, outputs);
    twin.attach(inputs, outputs);
  }

  @Override
  public void detach() {
    super.detach();
    twin.detach();
  }

  @Override
  protected void run(long from, long to, Scratch scratch) {
    if (!spreadZeros) {
      Arrays.fill(scratch.ints(), 0);
    }
    if (isPerTensor) {
      spread(0, (int) Math.min(Scratch.CHUNK, tiling().elementCount()), scratch);
    }
    for (long first = from; first < to; first += Scratch.CHUNK) {
      int count = (int) Math.min(Scratch.CHUNK, to - first);
      int whole = count - count % decoder.step();
      pipeline.run(first, whole, scratch);
      if (whole < count) {
        twin.run(first + whole, first + count, scratch);
      }
    }
  }

  /** Load the scales of the blocks, or give every element its own; one for all is spread once. */
  private boolean prepare(long first, int count, Scratch scratch) {
    if (byBlocks) {
      int blocks = Math.ceilDiv(count, 1 << shift);
      float[] scales = scratch.floats(SCALES);
      Spread.load(scale(), problem.scaleType(), first >>> shift, blocks, scales, 0);
    } else if (!isPerTensor) {
      spread(first, count, scratch);
    }
    return true;
  }

  private void spread(long first, int count, Scratch scratch) {
    float[] scales = scratch.floats(SCALES);
    Spread.scales(scale(), problem.scaleType(), tiling(), first, count, scratch.runs(), scales);
    if (spreadZeros) {
      Spread.zeros(
          zeroPoint(), problem.inputType(), tiling(), first, count, scratch.runs(), scratch.ints());
    }
  }

  private boolean decode(long first, int count, Scratch scratch) {
    MemorySegment codes = input();
    long codesAt = first * bits / Byte.SIZE;
    if (!codes.isNative()) {
      codes = scratch.staging(CODE_STAGING);
      MemorySegment.copy(input(), codesAt, codes, 0, (long) count * bits / Byte.SIZE);
      codesAt = 0;
    }
    boolean inPlace = isInPlace();
    MemorySegment values = inPlace ? output() : scratch.staging(VALUE_STAGING);
    long valuesAt = inPlace ? first * Float.BYTES : 0;
    float[] scales = scratch.floats(SCALES);
    if (byBlocks) {
      decoder.decodeBlocks(codes, codesAt, scales, shift, count, values, valuesAt);
    } else {
      decoder.decodeElements(codes, codesAt, scales, scratch.ints(), count, values, valuesAt);
    }
    return true;
  }

  private boolean narrow(long first, int count, Scratch scratch) {
    if (!isInPlace()) {
      MemorySegment values = scratch.staging(VALUE_STAGING);
      Narrowing.store(values, output(), problem.outputType(), first, count, scratch);
    }
    return true;
  }

  private boolean isInPlace() {
    return FloatView.isDirect(output(), problem.outputType());
  }
}

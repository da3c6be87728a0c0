package io.blockquant.cpu.kernel.quantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.ElementwiseTask;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import io.blockquant.cpu.kernel.quantize.ScalarQuantizeTask;
import io.blockquant.cpu.kernel.vector.ByteEncoder;
import io.blockquant.cpu.kernel.vector.Division;
import io.blockquant.cpu.kernel.vector.E2m1Encoder;
import io.blockquant.cpu.kernel.vector.E4m3Encoder;
import io.blockquant.cpu.kernel.vector.Encoder;
import io.blockquant.cpu.kernel.vector.FloatView;
import io.blockquant.cpu.kernel.vector.NibbleEncoder;
import io.blockquant.cpu.kernel.vector.Pipeline;
import io.blockquant.cpu.kernel.vector.Spread;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Quantizes a chunk at a time: scales spread to elements, quotients, codes. */
final class VectorQuantizeTask extends ElementwiseTask {

  private static final long GRAIN_ELEMENTS = 8L * Scratch.CHUNK;
  private static final int SCALES = 1;
  private static final int QUOTIENT_STAGING = 1;
  private static final int CODE_STAGING = 2;

  private final QuantizeProblem problem;
  private final ScalarQuantizeTask twin;
  private final Encoder encoder;
  private final int bits;
  private final boolean spreadZeros;
  private final boolean isPerTensor;
  private final Pipeline pipeline = new Pipeline(this::prepare, this::divide, this::encode);

  VectorQuantizeTask(QuantizeProblem problem) {
    super(problem.tiling(), GRAIN_ELEMENTS);
    this.problem = problem;
    this.twin = new ScalarQuantizeTask(problem);
    this.encoder = encoder(problem.outputType());
    this.bits = problem.outputType().bits();
    this.spreadZeros = problem.hasZeroPoint() && problem.outputType().isInteger();
    this.isPerTensor = problem.tiling().blockCount() == 1;
  }

  private static Encoder encoder(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1 -> new E2m1Encoder();
      case FLOAT8E4M3FN -> new E4m3Encoder();
      case INT8, UINT8 -> new ByteEncoder(type);
      case INT4, UINT4 -> new NibbleEncoder(type);
      default -> throw new IllegalArgumentException("no encoder of " + type);
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
      int whole = count - count % encoder.step();
      pipeline.run(first, whole, scratch);
      if (whole < count) {
        twin.run(first + whole, first + count, scratch);
      }
    }
  }

  /** Give every element its scale and zero point; one scale for all is spread once. */
  private boolean prepare(long first, int count, Scratch scratch) {
    if (!isPerTensor) {
      spread(first, count, scratch);
    }
    return true;
  }

  private void spread(long first, int count, Scratch scratch) {
    float[] scales = scratch.floats(SCALES);
    Spread.scales(scale(), problem.scaleType(), tiling(), first, count, scratch.runs(), scales);
    if (spreadZeros) {
      Spread.zeros(
          zeroPoint(),
          problem.outputType(),
          tiling(),
          first,
          count,
          scratch.runs(),
          scratch.ints());
    }
  }

  private boolean divide(long first, int count, Scratch scratch) {
    boolean direct = FloatView.isDirect(input(), problem.inputType());
    MemorySegment x =
        direct ? input() : FloatView.stage(input(), problem.inputType(), first, count, scratch);
    long xAt = direct ? first * Float.BYTES : 0;
    float nan = encoder.nanStandsFor();
    MemorySegment quotients = scratch.staging(QUOTIENT_STAGING);
    Division.elements(x, xAt, scratch.floats(SCALES), count, nan, quotients);
    return true;
  }

  private boolean encode(long first, int count, Scratch scratch) {
    MemorySegment quotients = scratch.staging(QUOTIENT_STAGING);
    long codesAt = first * bits / Byte.SIZE;
    boolean inPlace = output().isNative();
    MemorySegment target = inPlace ? output() : scratch.staging(CODE_STAGING);
    encoder.encode(quotients, scratch.ints(), count, target, inPlace ? codesAt : 0);
    if (!inPlace) {
      MemorySegment.copy(target, 0, output(), codesAt, (long) count * bits / Byte.SIZE);
    }
    return true;
  }
}

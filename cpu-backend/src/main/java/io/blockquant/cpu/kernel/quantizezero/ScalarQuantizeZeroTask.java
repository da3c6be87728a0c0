package io.blockquant.cpu.kernel.quantizezero;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.cpu.kernel.ElementwiseTask;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.quantize.QuantizeProblem;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.memory.PackedWriter;
import io.blockquant.cpu.tiling.RunCursor;
import org.jspecify.annotations.Nullable;

/** Quantizes element by element and adds the block's zero, +0 or -0, to the rounded quotient. */
final class ScalarQuantizeZeroTask extends ElementwiseTask {

  private static final long GRAIN_ELEMENTS = 8192;

  private final QuantizeProblem problem;
  private final FloatCodec codec;
  private final @Nullable FloatCodec divisionCodec;

  ScalarQuantizeZeroTask(QuantizeProblem problem) {
    super(problem.tiling(), GRAIN_ELEMENTS);
    this.problem = problem;
    this.codec = Codecs.of(problem.outputType());
    this.divisionCodec =
        problem.divisionType() == ElementType.FLOAT ? null : Codecs.of(problem.divisionType());
  }

  @Override
  protected void run(long from, long to, Scratch scratch) {
    int bits = problem.outputType().bits();
    RunCursor runs = scratch.runs();
    PackedWriter writer = scratch.writer();
    writer.open(output(), bits, from);
    runs.open(tiling(), from, to);
    while (runs.next()) {
      float s = rounded(Floats.get(scale(), problem.scaleType(), runs.block()));
      float zero = codec.decode(Codes.get(zeroPoint(), bits, runs.block()));
      long end = runs.start() + runs.length();
      for (long i = runs.start(); i < end; i++) {
        float quotient = rounded(rounded(Floats.get(input(), problem.inputType(), i)) / s);
        float code = codec.decode(codec.encode(quotient, problem.conversion()));
        writer.put(codec.encode(code + zero));
      }
    }
    writer.close();
  }

  private float rounded(float value) {
    return divisionCodec == null ? value : divisionCodec.decode(divisionCodec.encode(value));
  }
}

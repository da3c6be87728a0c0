package io.blockquant.cpu.kernel.quantize;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.core.dtype.Integers;
import io.blockquant.cpu.kernel.ElementwiseTask;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.memory.PackedWriter;
import io.blockquant.cpu.tiling.RunCursor;
import org.jspecify.annotations.Nullable;

/** Quantizes element by element: {@code y = saturate(RNE(x / scale) + zero_point)}. */
public final class ScalarQuantizeTask extends ElementwiseTask {

  private static final long GRAIN_ELEMENTS = 8192;

  private final QuantizeProblem problem;
  private final ElementType outputType;
  private final @Nullable FloatCodec outputCodec;
  private final @Nullable FloatCodec divisionCodec;

  /** Bind to a problem. */
  public ScalarQuantizeTask(QuantizeProblem problem) {
    super(problem.tiling(), GRAIN_ELEMENTS);
    this.problem = problem;
    this.outputType = problem.outputType();
    this.outputCodec = outputType.isFloating() ? Codecs.of(outputType) : null;
    this.divisionCodec =
        problem.divisionType() == ElementType.FLOAT ? null : Codecs.of(problem.divisionType());
  }

  @Override
  public void run(long from, long to, Scratch scratch) {
    RunCursor runs = scratch.runs();
    PackedWriter writer = scratch.writer();
    writer.open(output(), outputType.bits(), from);
    runs.open(tiling(), from, to);
    while (runs.next()) {
      float s = rounded(Floats.get(scale(), problem.scaleType(), runs.block()));
      long zero = zeroPoint(runs.block());
      long end = runs.start() + runs.length();
      for (long i = runs.start(); i < end; i++) {
        writer.put(code(quotient(Floats.get(input(), problem.inputType(), i), s), zero));
      }
    }
    writer.close();
  }

  /** Q4: float types have no zero point but zero. */
  private long zeroPoint(long block) {
    boolean isZero = outputCodec != null || !problem.hasZeroPoint();
    return isZero
        ? 0
        : Integers.signExtend(outputType, Codes.get(zeroPoint(), outputType.bits(), block));
  }

  /** Q7: operands and quotient are rounded to the precision of the division. */
  private float quotient(float x, float s) {
    return rounded(rounded(x) / s);
  }

  private float rounded(float value) {
    return divisionCodec == null ? value : divisionCodec.decode(divisionCodec.encode(value));
  }

  private int code(float quotient, long zero) {
    return outputCodec != null
        ? outputCodec.encode(quotient, problem.conversion())
        : (int) Integers.code(outputType, Integers.roundAndSaturate(outputType, quotient, zero));
  }
}

package io.blockquant.cpu.kernel.dequantize;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.FloatCodec;
import io.blockquant.core.dtype.Integers;
import io.blockquant.cpu.kernel.ElementwiseTask;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.Floats;
import io.blockquant.cpu.tiling.RunCursor;
import org.jspecify.annotations.Nullable;

/** Dequantizes element by element: {@code y = (q - zero_point) * scale}. */
public final class ScalarDequantizeTask extends ElementwiseTask {

  private static final long GRAIN_ELEMENTS = 16384;

  private final DequantizeProblem problem;
  private final ElementType inputType;
  private final @Nullable FloatCodec inputCodec;

  /** Bind to a problem. */
  public ScalarDequantizeTask(DequantizeProblem problem) {
    super(problem.tiling(), GRAIN_ELEMENTS);
    this.problem = problem;
    this.inputType = problem.inputType();
    this.inputCodec = inputType.isFloating() ? Codecs.of(inputType) : null;
  }

  @Override
  public void run(long from, long to, Scratch scratch) {
    RunCursor runs = scratch.runs();
    runs.open(tiling(), from, to);
    while (runs.next()) {
      float s = Floats.get(scale(), problem.scaleType(), runs.block());
      long zero = zeroPoint(runs.block());
      long end = runs.start() + runs.length();
      for (long i = runs.start(); i < end; i++) {
        float value = value(Codes.get(input(), inputType.bits(), i), zero);
        // Q8: the product is a float32; a narrower output rounds it once more.
        Floats.set(output(), problem.outputType(), i, value * s);
      }
    }
  }

  /** Q4: float types have no zero point but zero. */
  private long zeroPoint(long block) {
    boolean isZero = inputCodec != null || !problem.hasZeroPoint();
    return isZero
        ? 0
        : Integers.signExtend(inputType, Codes.get(zeroPoint(), inputType.bits(), block));
  }

  /** Q8: integers subtract exactly in 64 bits and become float32 once. */
  private float value(int code, long zero) {
    return inputCodec != null
        ? inputCodec.decode(code)
        : (float) (Integers.signExtend(inputType, code) - zero);
  }
}

package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Source;
import jdk.incubator.vector.IntVector;

/**
 * Turns the largest magnitudes of columns into floats, one per column.
 *
 * @param source the type of the folded magnitudes
 */
record Columns(Source source) implements Pass {
  @Override
  public int run(Frame frame) {
    long from = frame.foldedAt;
    float[] amax = frame.amax;
    int columns = frame.columns;
    for (int i = 0; i < columns; i += 2 * LANES) {
      long at = from + (long) i * source.bytes();
      IntVector first = source.firstMagnitude(at);
      IntVector second = source.secondMagnitude(at);
      source.low(first, second).reinterpretAsFloats().intoArray(amax, i);
      source.high(first, second).reinterpretAsFloats().intoArray(amax, i + LANES);
    }
    return DONE;
  }
}

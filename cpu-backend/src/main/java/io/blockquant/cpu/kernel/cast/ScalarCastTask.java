package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.tensor.Elements;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.PackedWriter;
import java.lang.foreign.MemorySegment;

/** Converts element by element. */
final class ScalarCastTask extends CastTask {

  private final int fromBits;
  private final int toBits;
  private final Conversions conversions;

  ScalarCastTask(CastProblem problem) {
    super(problem.elements());
    this.fromBits = problem.from().bits();
    this.toBits = problem.to().bits();
    this.conversions = new Conversions(problem);
  }

  @Override
  void run(long from, long to, MemorySegment input, MemorySegment output, Scratch scratch) {
    if (toBits == Long.SIZE) {
      for (long i = from; i < to; i++) {
        output.set(Elements.LONG, i * Long.BYTES, conversions.convert(bits(input, i)));
      }
      return;
    }
    PackedWriter writer = scratch.writer();
    writer.open(output, toBits, from);
    for (long i = from; i < to; i++) {
      writer.put((int) conversions.convert(bits(input, i)));
    }
    writer.close();
  }

  private long bits(MemorySegment input, long index) {
    return fromBits == Long.SIZE
        ? input.get(Elements.LONG, index * Long.BYTES)
        : Integer.toUnsignedLong(Codes.get(input, fromBits, index));
  }
}

package io.blockquant.cpu.kernel.cast;

import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.memory.Codes;
import io.blockquant.cpu.memory.PackedWriter;
import java.lang.foreign.MemorySegment;

/** Looks each code up in a table that is computed once. */
final class TableCastTask extends CastTask {

  private final int fromBits;
  private final int toBits;
  private final int[] table;

  TableCastTask(CastProblem problem) {
    super(problem.elements());
    this.fromBits = problem.from().bits();
    this.toBits = problem.to().bits();
    this.table = new int[1 << fromBits];
    Conversions conversions = new Conversions(problem);
    for (int code = 0; code < table.length; code++) {
      table[code] = (int) conversions.convert(code);
    }
  }

  @Override
  void run(long from, long to, MemorySegment input, MemorySegment output, Scratch scratch) {
    PackedWriter writer = scratch.writer();
    writer.open(output, toBits, from);
    for (long i = from; i < to; i++) {
      writer.put(table[Codes.get(input, fromBits, i)]);
    }
    writer.close();
  }
}

package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT8E4M3FN. */
public record E4m3Codes() implements CodeSource {
  @Override
  public int bits() {
    return 8;
  }

  @Override
  public IntVector read(MemorySegment x, long at) {
    return Lanes.bytes(x, at);
  }

  @Override
  public FloatVector first(IntVector read, MemorySegment x, long at, IntVector zeros) {
    return E4m3Lanes.decode(read);
  }

  @Override
  public FloatVector second(IntVector read, MemorySegment x, long at, IntVector zeros) {
    return E4m3Lanes.decode(Lanes.bytes(x, at + LANES));
  }
}

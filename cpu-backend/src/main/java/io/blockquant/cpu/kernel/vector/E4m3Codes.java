package io.blockquant.cpu.kernel.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT8E4M3FN. */
public record E4m3Codes() implements CodeSource {
  @Override
  public int bits() {
    return 8;
  }

  @Override
  public IntVector read(long at) {
    return Lanes.bytes(at);
  }

  @Override
  public FloatVector first(IntVector read, long at, IntVector zeros) {
    return E4m3Lanes.decode(read);
  }

  @Override
  public FloatVector second(IntVector read, long at, IntVector zeros) {
    return E4m3Lanes.decode(Lanes.bytes(at + LANES));
  }
}

package io.blockquant.cpu.kernel.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Reads FLOAT8E8M0 scales: a code is the exponent field of a float32, all but that of 2^-127. */
public record E8m0ScaleReader() implements ScaleReader {
  /** 2^-127, a subnormal. */
  private static final int SMALLEST = 1 << 22;

  private static final int NAN = 0xFF;

  @Override
  public int bytes() {
    return Byte.BYTES;
  }

  @Override
  public FloatVector read(long at) {
    IntVector codes = Lanes.bytes(at);
    return codes
        .lanewise(LSHL, 23)
        .max(SMALLEST)
        .blend(0x7FC00000, codes.compare(EQ, NAN))
        .reinterpretAsFloats();
  }
}

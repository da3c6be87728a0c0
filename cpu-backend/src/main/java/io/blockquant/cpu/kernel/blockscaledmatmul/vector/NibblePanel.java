package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.BITS;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.blockquant.cpu.kernel.StripFrame;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.kernel.vector.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Dequantizes half a strip of 4-bit codes, to the bits that Dequantize gives (Q8).
 *
 * @param codes the format
 * @param scales how scales are held
 * @param hasZeros whether every block of a column has a zero point of its own
 */
public record NibblePanel(CodeSource codes, PackedScales scales, boolean hasZeros)
    implements MatMulPass {
  private static final long BYTES = BITS / Byte.SIZE;

  @Override
  public void run(StripFrame frame) {
    long w = frame.codesAt;
    long s = frame.scalesAt;
    long z = frame.zerosAt;
    float[] y = frame.weights;
    int to = frame.weightsAt;
    int words = frame.steps;
    int blocks = frame.blocks;
    float g = frame.g;
    for (int block = 0; block < blocks; block++) {
      FloatVector s0 = scales.load(s).mul(g);
      FloatVector s1 = scales.load(s + scales.stride()).mul(g);
      IntVector z0 = hasZeros ? Lanes.bytes(z) : IntVector.zero(I);
      IntVector z1 = hasZeros ? Lanes.bytes(z + LANES) : IntVector.zero(I);
      for (int word = 0; word < words; word++) {
        IntVector w0 = Lanes.ints(w);
        IntVector w1 = Lanes.ints(w + BYTES);
        for (int j = 0; j < 8; j++) {
          codes.value(w0, z0).mul(s0).intoArray(y, to + 2 * LANES * j);
          codes.value(w1, z1).mul(s1).intoArray(y, to + 2 * LANES * j + LANES);
          w0 = w0.lanewise(LSHR, 4);
          w1 = w1.lanewise(LSHR, 4);
        }
        w += 4 * BYTES;
        to += 16 * LANES;
      }
      s += 4 * scales.stride();
      z += 4L * LANES;
    }
  }
}

package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.StripFrame;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.kernel.vector.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Dequantizes half a strip of 8-bit codes, to the bits that Dequantize gives (Q8).
 *
 * @param codes the format
 * @param scales how scales are held
 * @param hasZeros whether every block of a column has a zero point of its own
 */
public record BytePanel(CodeSource codes, PackedScales scales, boolean hasZeros)
    implements MatMulPass {
  @Override
  public void run(StripFrame frame) {
    long w = frame.codesAt;
    long s = frame.scalesAt;
    long z = frame.zerosAt;
    float[] y = frame.weights;
    int to = frame.weightsAt;
    int steps = frame.steps;
    int blocks = frame.blocks;
    float g = frame.g;
    for (int block = 0; block < blocks; block++) {
      FloatVector s0 = scales.load(s).mul(g);
      FloatVector s1 = scales.load(s + scales.stride()).mul(g);
      IntVector z0 = hasZeros ? Lanes.bytes(z) : IntVector.zero(I);
      IntVector z1 = hasZeros ? Lanes.bytes(z + LANES) : IntVector.zero(I);
      for (int step = 0; step < steps; step++) {
        codes.value(Lanes.bytes(w), z0).mul(s0).intoArray(y, to);
        codes.value(Lanes.bytes(w + LANES), z1).mul(s1).intoArray(y, to + LANES);
        w += 4L * LANES;
        to += 2 * LANES;
      }
      s += 4 * scales.stride();
      z += 4L * LANES;
    }
  }
}

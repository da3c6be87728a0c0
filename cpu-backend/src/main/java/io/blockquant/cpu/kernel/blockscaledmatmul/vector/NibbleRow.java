package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.BITS;
import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LSHR;

import io.blockquant.cpu.kernel.StripFrame;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.kernel.vector.FusedMultiplyAdd;
import io.blockquant.cpu.kernel.vector.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Multiplies one row of activations with a panel of columns of 4-bit codes.
 *
 * <p>A lane is a column, a word eight codes of it: no sum crosses lanes. The sum of a block is
 * taken on the values of the codes alone and multiplied by the scale once.
 *
 * @param codes the format
 * @param scales how scales are held
 * @param hasZeros whether every block of a column has a zero point of its own
 */
@FusedMultiplyAdd("docs/adr/0015-block-scaled-matmul.md")
public record NibbleRow(CodeSource codes, PackedScales scales, boolean hasZeros)
    implements MatMulPass {
  private static final long BYTES = BITS / Byte.SIZE;

  @Override
  public void run(StripFrame frame) {
    long w = frame.codesAt;
    long s = frame.scalesAt;
    long z = frame.zerosAt;
    long x = frame.xAt;
    int words = frame.steps;
    int blocks = frame.blocks;
    FloatVector t0 = FloatVector.zero(F);
    FloatVector t1 = FloatVector.zero(F);
    FloatVector t2 = FloatVector.zero(F);
    FloatVector t3 = FloatVector.zero(F);
    for (int block = 0; block < blocks; block++) {
      FloatVector a0 = FloatVector.zero(F);
      FloatVector a1 = FloatVector.zero(F);
      FloatVector a2 = FloatVector.zero(F);
      FloatVector a3 = FloatVector.zero(F);
      IntVector z0 = hasZeros ? Lanes.bytes(z) : IntVector.zero(I);
      IntVector z1 = hasZeros ? Lanes.bytes(z + LANES) : IntVector.zero(I);
      IntVector z2 = hasZeros ? Lanes.bytes(z + 2L * LANES) : IntVector.zero(I);
      IntVector z3 = hasZeros ? Lanes.bytes(z + 3L * LANES) : IntVector.zero(I);
      for (int word = 0; word < words; word++) {
        IntVector w0 = Lanes.ints(w);
        IntVector w1 = Lanes.ints(w + BYTES);
        IntVector w2 = Lanes.ints(w + 2 * BYTES);
        IntVector w3 = Lanes.ints(w + 3 * BYTES);
        for (int j = 0; j < 8; j++) {
          FloatVector b = Lanes.broadcast(x + 4L * j);
          a0 = codes.value(w0, z0).fma(b, a0);
          a1 = codes.value(w1, z1).fma(b, a1);
          a2 = codes.value(w2, z2).fma(b, a2);
          a3 = codes.value(w3, z3).fma(b, a3);
          w0 = w0.lanewise(LSHR, 4);
          w1 = w1.lanewise(LSHR, 4);
          w2 = w2.lanewise(LSHR, 4);
          w3 = w3.lanewise(LSHR, 4);
        }
        w += 4 * BYTES;
        x += 32;
      }
      t0 = scales.load(s).fma(a0, t0);
      t1 = scales.load(s + scales.stride()).fma(a1, t1);
      t2 = scales.load(s + 2 * scales.stride()).fma(a2, t2);
      t3 = scales.load(s + 3 * scales.stride()).fma(a3, t3);
      s += 4 * scales.stride();
      z += 4L * LANES;
    }
    long y = frame.yAt;
    float g = frame.g;
    Lanes.store(t0.mul(g), y);
    Lanes.store(t1.mul(g), y + BYTES);
    Lanes.store(t2.mul(g), y + 2 * BYTES);
    Lanes.store(t3.mul(g), y + 3 * BYTES);
  }
}

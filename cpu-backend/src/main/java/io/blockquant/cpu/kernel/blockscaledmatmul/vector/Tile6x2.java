package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.F;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.vector.FusedMultiplyAdd;
import jdk.incubator.vector.FloatVector;

/**
 * Six rows by two vectors: twelve sums, two vectors of weights and one of an activation fill the 16
 * registers of AVX2.
 *
 * <p>Written out: C2 keeps vectors in registers only where they are local variables.
 */
@FusedMultiplyAdd("docs/adr/0015-block-scaled-matmul.md")
record Tile6x2() implements Tile {

  @Override
  public int rows() {
    return 6;
  }

  @Override
  public void multiply(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int depth) {
    FloatVector s0 = FloatVector.fromArray(F, c, cAt);
    FloatVector t0 = FloatVector.fromArray(F, c, cAt + LANES);
    FloatVector s1 = FloatVector.fromArray(F, c, cAt + 2 * LANES);
    FloatVector t1 = FloatVector.fromArray(F, c, cAt + 3 * LANES);
    FloatVector s2 = FloatVector.fromArray(F, c, cAt + 4 * LANES);
    FloatVector t2 = FloatVector.fromArray(F, c, cAt + 5 * LANES);
    FloatVector s3 = FloatVector.fromArray(F, c, cAt + 6 * LANES);
    FloatVector t3 = FloatVector.fromArray(F, c, cAt + 7 * LANES);
    FloatVector s4 = FloatVector.fromArray(F, c, cAt + 8 * LANES);
    FloatVector t4 = FloatVector.fromArray(F, c, cAt + 9 * LANES);
    FloatVector s5 = FloatVector.fromArray(F, c, cAt + 10 * LANES);
    FloatVector t5 = FloatVector.fromArray(F, c, cAt + 11 * LANES);
    for (int k = 0; k < depth; k++) {
      int bRow = bAt + k * (2 * LANES);
      FloatVector left = FloatVector.fromArray(F, b, bRow);
      FloatVector right = FloatVector.fromArray(F, b, bRow + LANES);
      int aRow = aAt + k * 6;
      FloatVector x0 = FloatVector.broadcast(F, a[aRow]);
      s0 = x0.fma(left, s0);
      t0 = x0.fma(right, t0);
      FloatVector x1 = FloatVector.broadcast(F, a[aRow + 1]);
      s1 = x1.fma(left, s1);
      t1 = x1.fma(right, t1);
      FloatVector x2 = FloatVector.broadcast(F, a[aRow + 2]);
      s2 = x2.fma(left, s2);
      t2 = x2.fma(right, t2);
      FloatVector x3 = FloatVector.broadcast(F, a[aRow + 3]);
      s3 = x3.fma(left, s3);
      t3 = x3.fma(right, t3);
      FloatVector x4 = FloatVector.broadcast(F, a[aRow + 4]);
      s4 = x4.fma(left, s4);
      t4 = x4.fma(right, t4);
      FloatVector x5 = FloatVector.broadcast(F, a[aRow + 5]);
      s5 = x5.fma(left, s5);
      t5 = x5.fma(right, t5);
    }
    s0.intoArray(c, cAt);
    t0.intoArray(c, cAt + LANES);
    s1.intoArray(c, cAt + 2 * LANES);
    t1.intoArray(c, cAt + 3 * LANES);
    s2.intoArray(c, cAt + 4 * LANES);
    t2.intoArray(c, cAt + 5 * LANES);
    s3.intoArray(c, cAt + 6 * LANES);
    t3.intoArray(c, cAt + 7 * LANES);
    s4.intoArray(c, cAt + 8 * LANES);
    t4.intoArray(c, cAt + 9 * LANES);
    s5.intoArray(c, cAt + 10 * LANES);
    t5.intoArray(c, cAt + 11 * LANES);
  }
}

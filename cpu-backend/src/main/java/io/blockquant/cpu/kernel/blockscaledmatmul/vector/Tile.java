package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.cpu.kernel.vector.VectorWidth;

/**
 * Multiply a tile of a few rows of activations by a panel of two vectors of weights. Stateless.
 *
 * <p>Each sum is one chain of fused operations in the order of k, whatever the tile, so that the
 * bits of a product depend neither on the rows that share its tile nor on threads (R9).
 */
sealed interface Tile permits Tile14x2, Tile8x2, Tile6x2, Tile4x2 {

  /** Columns of a panel of weights. */
  int COLUMNS = 2 * VectorWidth.LANES;

  /** Return the rows of the tile. */
  int rows();

  /**
   * Add the products of {@code depth} columns of activations and as many rows of weights to the
   * sums.
   *
   * @param a activations, {@code [depth][rows]} from {@code aAt} on
   * @param b weights, {@code [depth][COLUMNS]} from {@code bAt} on
   * @param c sums, {@code [rows][COLUMNS]} from {@code cAt} on
   */
  void multiply(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int depth);
}

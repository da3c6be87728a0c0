package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.cpu.kernel.Scratch;
import java.util.Arrays;

/**
 * Multiply packed activations by packed weights, a group of panels at a time.
 *
 * <p>The weights of a panel are decoded {@value #DEPTH} rows at a time into memory that stays in
 * the first-level cache beside a tile of activations, used for all rows of the matrix, and decoded
 * again for the next rows only if there are more than {@link #MOST_ROWS}: decoding takes a
 * hundredth of the time of the multiplication by then. Immutable; the memory comes with each call.
 */
final class PanelMultiplication {

  /** Rows of weights that are decoded at a time: 256 rows of 32 columns are 32 KiB. */
  static final int DEPTH = 256;

  /** Panels whose sums are kept at a time: what is read of the activations serves all of them. */
  static final int GROUP = 4;

  /** Rows of activations that are multiplied at a time. */
  static final int MOST_ROWS = 40 * 14;

  /** Numbers of the arrays of {@link Scratch}. */
  private static final int WEIGHTS = 0;

  private static final int SUMS = 1;

  private final RowTiles rows;
  private final int depth;
  private final PackedWeights weights;

  /**
   * Multiply matrices of these sizes.
   *
   * @param rows the tiles of the rows of activations
   * @param weights the weights
   */
  PanelMultiplication(RowTiles rows, PackedWeights weights) {
    this.rows = rows;
    this.depth = weights.rows();
    this.weights = weights;
  }

  /**
   * Return the sums of some panels: {@code [panel][padded rows][COLUMNS]}.
   *
   * @param activations all rows, as {@link ActivationPacking} lays them
   * @param fromPanel the first panel
   * @param panels how many, at most {@link #GROUP}
   */
  float[] multiply(float[] activations, int fromPanel, int panels, Scratch scratch) {
    int sumsOfPanel = rows.paddedRows() * Tile.COLUMNS;
    float[] decoded = scratch.floats(WEIGHTS, GROUP * DEPTH * Tile.COLUMNS);
    float[] sums = scratch.floats(SUMS, GROUP * sumsOfPanel);
    Arrays.fill(sums, 0, panels * sumsOfPanel, 0f);
    for (int k = 0; k < depth; k += DEPTH) {
      int rowsOfWeights = Math.min(DEPTH, depth - k);
      for (int p = 0; p < panels; p++) {
        weights.dequantize(
            fromPanel + p, k, rowsOfWeights, decoded, p * DEPTH * Tile.COLUMNS, scratch.strip());
      }
      for (int t = 0; t < rows.count(); t++) {
        Tile tile = rows.tile(t);
        int row = rows.firstRow(t);
        int aAt = row * depth + k * tile.rows();
        for (int p = 0; p < panels; p++) {
          int cAt = p * sumsOfPanel + row * Tile.COLUMNS;
          int bAt = p * DEPTH * Tile.COLUMNS;
          tile.multiply(activations, aAt, decoded, bAt, sums, cAt, rowsOfWeights);
        }
      }
    }
    return sums;
  }
}

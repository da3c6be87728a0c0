package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

/**
 * Lay activations out as tiles read them: {@code [tile][k][row of the tile]}.
 *
 * <p>Rows as they come lie a power of two apart in most models and would all fall into one set of
 * the first-level cache.
 */
final class ActivationPacking {

  /** Columns that are moved at a time: a strip of a tile stays in the cache while it is turned. */
  private static final int STRIP = 64;

  private ActivationPacking() {}

  /**
   * Pack the rows of one tile.
   *
   * @param x rows of activations in float32, {@code depth} apart from {@code xAt} on
   * @param filled rows that there are; the tile's others become zeros
   * @param packed all tiles, this one from {@code at} on
   */
  static void pack(
      float[] x, int xAt, int filled, int depth, int tileRows, float[] packed, int at) {
    for (int from = 0; from < depth; from += STRIP) {
      int to = Math.min(from + STRIP, depth);
      for (int row = 0; row < tileRows; row++) {
        int read = xAt + row * depth;
        int write = at + row;
        if (row < filled) {
          for (int k = from; k < to; k++) {
            packed[write + k * tileRows] = x[read + k];
          }
        } else {
          for (int k = from; k < to; k++) {
            packed[write + k * tileRows] = 0f;
          }
        }
      }
    }
  }
}

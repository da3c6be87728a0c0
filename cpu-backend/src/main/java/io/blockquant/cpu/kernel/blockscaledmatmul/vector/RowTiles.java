package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.cpu.kernel.vector.VectorWidth;
import java.util.ArrayList;
import java.util.List;

/**
 * Cut the rows of a matrix into tiles. Immutable.
 *
 * <p>As many of the largest tile as fit; what is left gets the fewest smaller ones, of which the
 * last may have rows beyond the matrix: they are computed from zeros and thrown away.
 */
final class RowTiles {

  private static final Tile FOUR = new Tile4x2();
  private static final Tile SIX = new Tile6x2();
  private static final Tile EIGHT = new Tile8x2();
  private static final Tile FOURTEEN = new Tile14x2();

  /** Vectors of 256 bits mean AVX2, which has sixteen registers; the others have 32. */
  private static final boolean FEW_REGISTERS = VectorWidth.BITS == 256;

  private final Tile[] tiles;
  private final int[] firstRows;
  private final int paddedRows;

  private RowTiles(List<Tile> tiles) {
    this.tiles = tiles.toArray(Tile[]::new);
    this.firstRows = new int[this.tiles.length];
    int row = 0;
    for (int i = 0; i < this.tiles.length; i++) {
      firstRows[i] = row;
      row += this.tiles[i].rows();
    }
    this.paddedRows = row;
  }

  /** Cut so many rows, at least one. */
  static RowTiles of(int rows) {
    Tile largest = FEW_REGISTERS ? SIX : FOURTEEN;
    List<Tile> tiles = new ArrayList<>();
    int left = rows;
    while (left > 0) {
      Tile tile = left >= largest.rows() ? largest : rest(left);
      tiles.add(tile);
      left -= tile.rows();
    }
    return new RowTiles(tiles);
  }

  private static Tile rest(int rows) {
    if (rows <= FOUR.rows()) {
      return FOUR;
    }
    if (FEW_REGISTERS) {
      return SIX;
    }
    // Nine to twelve rows are eight and four; thirteen waste less in one tile of fourteen.
    return rows < FOURTEEN.rows() - 1 ? EIGHT : FOURTEEN;
  }

  /** Return how many tiles there are. */
  int count() {
    return tiles.length;
  }

  /** Return a tile. */
  Tile tile(int number) {
    return tiles[number];
  }

  /** Return the first row of a tile. */
  int firstRow(int number) {
    return firstRows[number];
  }

  /** Return the rows of all tiles: those of the matrix and those that are thrown away. */
  int paddedRows() {
    return paddedRows;
  }
}

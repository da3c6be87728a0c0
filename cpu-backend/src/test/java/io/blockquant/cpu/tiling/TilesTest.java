package io.blockquant.cpu.tiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tiles cover every element once, hold whole blocks or lie within one, and know which. */
final class TilesTest {
  private static final long SEED = 11;
  private static final int CASES = 3000;

  @Test
  void tilesCoverEveryElementOnceAndKnowTheirBlocks() {
    Random random = new Random(SEED);
    int within = 0;
    for (int i = 0; i < CASES; i++) {
      BlockGrid grid = randomGrid(random);
      Tiling tiling = Tiling.of(grid);
      if (!Tiles.cuts(tiling)) {
        continue;
      }
      Tiles tiles =
          random.nextBoolean()
              ? Tiles.ofWholeBlocks(tiling, 1 + random.nextInt(20), 1 + random.nextInt(8))
              : Tiles.of(tiling, 1 + random.nextInt(6), 1 + random.nextInt(20), 4);
      within += tiles.areWithinBlocks() ? 1 : 0;
      check(grid, tiles, random, grid + ", case " + i + ", seed " + SEED);
    }
    assertTrue(within > CASES / 20, "tiles within blocks: " + within);
  }

  private static void check(BlockGrid grid, Tiles tiles, Random random, String what) {
    int[] seen = new int[(int) grid.shape().elementCount()];
    TileCursor tile = new TileCursor();
    long cut = random.nextLong(tiles.count() + 1);
    tile.open(tiles, 0, cut);
    walk(grid, tiles, tile, seen, what);
    tile.open(tiles, cut, tiles.count());
    walk(grid, tiles, tile, seen, what);
    for (int element = 0; element < seen.length; element++) {
      assertEquals(1, seen[element], what + ", element " + element);
    }
  }

  private static void walk(BlockGrid grid, Tiles tiles, TileCursor tile, int[] seen, String what) {
    while (tile.next()) {
      assertTrue(tile.rows() <= tiles.tileRows() && tile.columns() <= tiles.tileColumns(), what);
      for (int row = 0; row < tile.rows(); row++) {
        for (int column = 0; column < tile.columns(); column++) {
          long element = tile.start() + row * tiles.columns() + column;
          seen[(int) element]++;
          long block = tile.block() + column / tiles.blockColumns();
          assertEquals(grid.blockOf(element), block, what + ", element " + element);
          assertTrue(block < tile.block() + tile.blocks(), what);
        }
      }
    }
  }

  private static BlockGrid randomGrid(Random random) {
    int rank = 1 + random.nextInt(4);
    long[] extents = new long[rank];
    long[] blocks = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      extents[axis] = 1L + random.nextInt(axis == rank - 1 ? 40 : 7);
      blocks[axis] = random.nextInt(3) == 0 ? 1 : 1L + random.nextInt((int) extents[axis] + 2);
    }
    return BlockGrid.of(Shape.of(extents), blocks);
  }
}

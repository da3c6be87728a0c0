package io.blockquant.cpu.tiling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The collapsed axes and the walks over them against {@link BlockGrid#blockOf}. */
final class TilingTest {

  private static final long SEED = 5;
  private static final int CASES = 2000;

  @Test
  void runsCoverEveryElementOfARangeWithItsBlock() {
    Random random = new Random(SEED);
    RunCursor runs = new RunCursor();
    for (int i = 0; i < CASES; i++) {
      BlockGrid grid = randomGrid(random);
      Tiling tiling = Tiling.of(grid);
      long elements = grid.shape().elementCount();
      long from = random.nextLong(elements + 1);
      long to = from + random.nextLong(elements - from + 1);
      long expected = from;
      runs.open(tiling, from, to);
      while (runs.next()) {
        assertEquals(expected, runs.start(), () -> grid + " seed " + SEED);
        for (long e = runs.start(); e < runs.start() + runs.length(); e++) {
          assertEquals(grid.blockOf(e), runs.block(), () -> grid + " seed " + SEED);
        }
        expected += runs.length();
      }
      assertEquals(Math.max(from, to), expected, () -> grid + " seed " + SEED);
    }
  }

  @Test
  void rowsCoverEveryElementOfABlockOnce() {
    Random random = new Random(SEED);
    RowCursor rows = new RowCursor();
    for (int i = 0; i < CASES; i++) {
      BlockGrid grid = randomGrid(random);
      Tiling tiling = Tiling.of(grid);
      assertEquals(grid.grid().elementCount(), tiling.blockCount());
      long seen = 0;
      for (long block = 0; block < tiling.blockCount(); block++) {
        rows.open(tiling, block);
        while (rows.next()) {
          for (long e = rows.start(); e < rows.start() + rows.length(); e++) {
            assertEquals(block, grid.blockOf(e), () -> grid + " seed " + SEED);
            seen++;
          }
        }
      }
      assertEquals(grid.shape().elementCount(), seen, () -> grid + " seed " + SEED);
    }
  }

  @Test
  void commonGranularitiesCollapse() {
    Shape image = Shape.of(2, 3, 4, 5);
    assertEquals("[120] in blocks of [120]", Tiling.of(BlockGrid.perTensor(image)).toString());
    assertEquals("[2, 60] in blocks of [2, 20]", Tiling.of(BlockGrid.perAxis(image, 1)).toString());
    Tiling last = Tiling.of(BlockGrid.along(Shape.of(4, 3, 32), 2, 16));
    assertEquals("[384] in blocks of [16]", last.toString());
    assertTrue(last.isContiguous());
    Tiling partial = Tiling.of(BlockGrid.along(Shape.of(4, 33), 1, 16));
    assertEquals("[4, 33] in blocks of [1, 16]", partial.toString());
    assertFalse(partial.isContiguous());
    assertEquals(1, Tiling.of(BlockGrid.perTensor(Shape.SCALAR)).elementCount());
    assertEquals(0, Tiling.of(BlockGrid.perTensor(Shape.of(3, 0))).blockCount());
  }

  private static BlockGrid randomGrid(Random random) {
    long[] dims = new long[random.nextInt(5)];
    long[] block = new long[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = 1L + random.nextInt(7);
      block[axis] = random.nextInt(4) == 0 ? -1 : 1L + random.nextInt(8);
    }
    return BlockGrid.of(Shape.of(dims), block);
  }
}

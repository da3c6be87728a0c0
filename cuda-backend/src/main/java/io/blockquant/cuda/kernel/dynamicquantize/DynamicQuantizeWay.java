package io.blockquant.cuda.kernel.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.cuda.kernel.Blocks;
import io.blockquant.cuda.kernel.KernelNames;
import io.blockquant.cuda.kernel.Launch;
import io.blockquant.cuda.kernel.Plan;
import io.blockquant.cuda.kernel.Problem;
import java.util.List;

/**
 * Choose the kernels of a call: one pass over rows, columns or tiles where there is a kernel for
 * the blocks, else the three kernels that take any.
 */
record DynamicQuantizeWay(ElementType x, Recipe recipe, Blocks blocks, float g) {

  private static final int ROW_THREADS = 256;
  private static final int COLUMN_THREADS = 128;
  private static final int WALK_THREADS = 256;

  /** Columns that a thread takes; elements that fill whole bytes at any width (F4). */
  private static final int COLUMNS = 4;

  private static final int OCTET = 8;

  /** What a thread block holds: tiles of at most so many elements. */
  private static final long SMALL_TILE = 4096;

  private static final long LARGE_TILE = 16384;
  private static final int TILE_THREADS = 256;
  private static final int LARGE_FLOAT_TILE_THREADS = 512;

  /** Where the fast way to E4M3 scales is proven for every block. */
  private static final float LEAST_G = 0x1p-80f;

  private static final float GREATEST_G = 0x1p80f;

  Plan plan(Problem problem) {
    if (blocks.elements() == 0) {
      return new Plan(problem, List.of(), 0);
    }
    boolean fast = !recipe.takesDoubleQuantScale() || (g >= LEAST_G && g <= GREATEST_G);
    if (fast && lanes() > 0 && blocks.areRunsOf(rowBlock())) {
      return Plan.of(
          problem, Launch.of(name("rows", rowBlock()), blocks.total() * lanes(), ROW_THREADS));
    }
    if (fast && areColumns()) {
      long threads = blocks.count(0) * (blocks.extent(1) / COLUMNS);
      return Plan.of(problem, Launch.of(name("columns", rowBlock()), threads, COLUMN_THREADS));
    }
    if (areTiles()) {
      boolean small = blocks.block(0) * blocks.block(1) <= SMALL_TILE;
      boolean wide = !small && x == ElementType.FLOAT;
      return Plan.of(
          problem,
          new Launch(
              name("tiles", small ? SMALL_TILE : LARGE_TILE),
              Math.toIntExact(blocks.total()),
              wide ? LARGE_FLOAT_TILE_THREADS : TILE_THREADS));
    }
    long octets = Math.ceilDiv(blocks.elements(), (long) OCTET);
    Launch scales = Launch.walking("dynamicquantize_any_scales", blocks.total(), WALK_THREADS);
    String from = KernelNames.of(x);
    String to = KernelNames.of(recipe.outputType());
    return new Plan(
        problem,
        blocks.areWalkable()
            ? List.of(
                Launch.of("dynamicquantize_walk_magnitudes_" + from, octets, WALK_THREADS),
                scales,
                Launch.of("dynamicquantize_walk_codes_" + from + "_" + to, octets, WALK_THREADS))
            : List.of(
                Launch.walking("dynamicquantize_any_magnitudes", octets, WALK_THREADS),
                scales,
                Launch.walking("dynamicquantize_any_codes", octets, WALK_THREADS)),
        blocks.total() * Float.BYTES);
  }

  private String name(String way, long size) {
    return "dynamicquantize_%s_%s_%s_%s_%d"
        .formatted(
            way,
            KernelNames.of(x),
            KernelNames.of(recipe.outputType()),
            KernelNames.of(recipe.scaleType()),
            size);
  }

  /** The one size of blocks that there are kernels for. */
  private long rowBlock() {
    return switch (recipe) {
      case NVFP4 -> 16;
      case MXFP8, MXFP4 -> 32;
      case FP8_2D -> 128;
      case FP4_FLOAT, FP8_E4M3, INT8_FLOAT -> 0;
    };
  }

  /** How many threads share a block along a row: what was measured fastest. */
  private int lanes() {
    boolean wide = x == ElementType.FLOAT;
    return switch (recipe) {
      case NVFP4 -> wide ? 2 : 1;
      case MXFP8 -> 4;
      case MXFP4 -> wide ? 4 : 2;
      case FP8_2D -> wide ? 16 : 8;
      case FP4_FLOAT, FP8_E4M3, INT8_FLOAT -> 0;
    };
  }

  private boolean areColumns() {
    return (recipe == Recipe.NVFP4 || recipe == Recipe.MXFP8)
        && blocks.axes() == 2
        && blocks.block(0) == rowBlock()
        && blocks.block(1) == 1
        && blocks.extent(0) % rowBlock() == 0
        && blocks.extent(1) % COLUMNS == 0;
  }

  /** Rows of tiles start and end on 16 bytes; partial tiles at the ends are fine. */
  private boolean areTiles() {
    if (recipe != Recipe.FP8_2D || blocks.axes() != 2) {
      return false;
    }
    long vector = 16L * Byte.SIZE / x.bits();
    return blocks.extent(1) % vector == 0
        && blocks.block(1) % vector == 0
        && blocks.block(0) <= LARGE_TILE
        && blocks.block(0) * blocks.block(1) <= LARGE_TILE
        && blocks.total() <= Integer.MAX_VALUE;
  }
}

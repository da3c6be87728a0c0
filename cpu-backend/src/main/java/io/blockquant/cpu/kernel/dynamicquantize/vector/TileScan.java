package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Source;
import io.blockquant.cpu.kernel.vector.Sources;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import io.blockquant.cpu.tiling.Tiles;
import io.blockquant.cpu.tiling.Tiling;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the largest magnitudes of a tile's blocks (R1), by the passes that suit their shape: rows
 * are folded into one where blocks have several, then blocks of that row are reduced.
 */
final class TileScan {
  private static final int STEP = 2 * VectorWidth.LANES;

  /**
   * Elements of a tile of one row. Few, so that memory is asked for more while the ones before are
   * computed with; larger tiles leave it idle for longer.
   */
  private static final int ROW_ELEMENTS = 1024;

  /**
   * Elements of a tile of many rows: half a megabyte of float32, which second-level caches hold.
   */
  private static final int TILE_ELEMENTS = 131_072;

  private final Tiles tiles;
  private final @Nullable Pass fold;
  private final @Nullable Pass columns;
  private final @Nullable Pass blocks;
  private final int step;

  private TileScan(
      Tiles tiles,
      @Nullable Pass fold,
      @Nullable Pass columns,
      @Nullable Pass blocks,
      int step) {
    this.tiles = tiles;
    this.fold = fold;
    this.columns = columns;
    this.blocks = blocks;
    this.step = step;
  }

  /** Choose the tiles and the passes. */
  static TileScan of(DynamicQuantizeProblem problem) {
    Tiling tiling = problem.tiling();
    Source source = Sources.finite(problem.inputType());
    int last = tiling.axes() - 1;
    long width = tiling.block(last);
    long rows = last == 0 ? 1 : tiling.block(last - 1);
    boolean isTree = Long.bitCount(width) == 1 && ScanBlocks.SMALLEST <= width && width <= ScanBlocks.LARGEST;
    boolean isLong = !isTree && width >= STEP;
    int step = isTree ? ScanBlocks.step((int) width) : STEP;
    long widest = Math.min(ROW_ELEMENTS, Math.max(step, TILE_ELEMENTS / Math.max(1, rows)));
    boolean folds = rows > 1 || !(isTree || isLong);
    Pass blocks =
        isTree
            ? DynamicQuantizePasses.scanBlocks(source, (int) width)
            : isLong ? DynamicQuantizePasses.scanLongBlocks(source) : null;
    return new TileScan(
        Tiles.ofWholeBlocks(tiling, widest, folds ? STEP : step),
        folds ? DynamicQuantizePasses.foldRows(problem.inputType()) : null,
        blocks == null ? DynamicQuantizePasses.columns(source) : null,
        blocks,
        step);
  }

  Tiles tiles() {
    return tiles;
  }

  /** Return what the columns of a tile must be a multiple of. */
  int step() {
    return fold == null ? step : STEP;
  }

  /** Return the elements that the row of folded magnitudes needs room for. */
  int foldedElements() {
    return fold == null ? 0 : (int) tiles.tileColumns() + 2 * step + 2 * STEP;
  }

  /** Return the floats that {@link Frame#amax} needs room for. */
  int amaxElements() {
    long perTile = Math.ceilDiv(tiles.tileColumns(), tiles.blockColumns());
    return (int) (columns == null ? perTile : tiles.tileColumns()) + 2 * step;
  }

  /**
   * Return whether a tile of whole vectors can be scanned where it lies: a long block's last
   * vectors must not reach into another row.
   */
  boolean takesInPlace(Frame frame) {
    int rest = frame.filled % frame.blockColumns;
    return fold != null || rest == 0 || rest >= STEP;
  }

  /** Write the largest magnitudes to {@link Frame#amax}, and zeros behind them. */
  void run(Frame frame) {
    if (fold == null) {
      reduce(frame);
    } else {
      reduceFolded(fold, frame);
    }
    Arrays.fill(frame.amax, frame.blocks, frame.blocks + VectorWidth.LANES, 0f);
  }

  private void reduce(Frame frame) {
    if (blocks != null) {
      blocks.run(frame);
    }
  }

  private void reduceFolded(Pass foldRows, Frame frame) {
    int wider = Math.ceilDiv(frame.columns, step) * step;
    frame.foldedColumns = wider + STEP;
    foldRows.run(frame);
    if (columns != null) {
      columns.run(frame);
      reduceColumns(frame);
      return;
    }
    long xAt = frame.xAt;
    int wide = frame.columns;
    frame.xAt = frame.foldedAt;
    frame.columns = wider;
    reduce(frame);
    frame.xAt = xAt;
    frame.columns = wide;
  }

  /** Blocks of a few columns: too short for vectors, and rarely met. */
  private static void reduceColumns(Frame frame) {
    int size = frame.blockColumns;
    if (size == 1) {
      return;
    }
    float[] amax = frame.amax;
    for (int block = 0; block < frame.blocks; block++) {
      int from = block * size;
      int to = Math.min(frame.filled, from + size);
      int most = 0;
      for (int i = from; i < to; i++) {
        most = Math.max(most, Float.floatToRawIntBits(amax[i]));
      }
      amax[block] = Float.intBitsToFloat(most);
    }
  }
}

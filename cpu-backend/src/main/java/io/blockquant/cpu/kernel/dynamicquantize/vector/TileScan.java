package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
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
   * Elements of a tile of one row: 256 KiB of float32, which stay in a second-level cache between
   * their scale and their codes. By measurement: smaller tiles leave memory idle for as long, and
   * cost more calls.
   */
  private static final int ROW_ELEMENTS = 65_536;

  /** The same where every element has a scale of its own in the scratch. */
  private static final int LANE_ELEMENTS = 2048;

  /** Columns of a tile of many rows: what is fetched from memory in one go. */
  private static final int COLUMNS = 4096;

  /** Elements of a tile of many rows: half a megabyte of float32. */
  private static final int TILE_ELEMENTS = 131_072;

  /** Rows of a tile within a block. */
  private static final int PIECE_ROWS = 128;

  private final Tiles tiles;
  private final @Nullable Pass fold;
  private final @Nullable Pass columns;
  private final @Nullable Pass blocks;
  private final boolean isTree;
  private final int step;

  private TileScan(Tiles tiles, ElementType type, long width) {
    Source source = Sources.finite(type);
    boolean isLong = !isTree(width) && width >= STEP;
    boolean folds = tiles.tileRows() > 1 || !(isTree(width) || isLong);
    this.tiles = tiles;
    this.isTree = isTree(width);
    this.step = isTree ? ScanBlocks.step((int) width) : STEP;
    this.fold = folds ? DynamicQuantizePasses.foldRows(type) : null;
    this.columns = isTree || isLong ? null : DynamicQuantizePasses.columns(source);
    this.blocks =
        isTree
            ? DynamicQuantizePasses.scanBlocks(source, (int) width)
            : isLong ? DynamicQuantizePasses.scanLongBlocks(source) : null;
  }

  /** Choose tiles of whole blocks, and the passes. */
  static TileScan of(DynamicQuantizeProblem problem) {
    Tiling tiling = problem.tiling();
    int last = tiling.axes() - 1;
    long width = tiling.block(last);
    long rows = last == 0 ? 1 : tiling.block(last - 1);
    int step = isTree(width) ? ScanBlocks.step((int) width) : STEP;
    long widest = Math.max(step, rows == 1 ? rowElements(width) : COLUMNS);
    widest = Math.min(widest, Math.max(step, TILE_ELEMENTS / rows));
    boolean folds = rows > 1 || width < STEP && !isTree(width);
    Tiles tiles = Tiles.ofWholeBlocks(tiling, widest, folds ? STEP : step);
    return new TileScan(tiles, problem.inputType(), width);
  }

  /** Choose tiles that may lie within blocks, and the passes. */
  static TileScan ofPieces(DynamicQuantizeProblem problem) {
    Tiling tiling = problem.tiling();
    Tiles tiles = Tiles.of(tiling, PIECE_ROWS, COLUMNS, STEP);
    return new TileScan(tiles, problem.inputType(), tiling.block(tiling.axes() - 1));
  }

  private static int rowElements(long width) {
    boolean suitsVectors = Long.bitCount(width) == 1 && width >= VectorWidth.LANES;
    return suitsVectors ? ROW_ELEMENTS : LANE_ELEMENTS;
  }

  private static boolean isTree(long width) {
    return Long.bitCount(width) == 1 && ScanBlocks.SMALLEST <= width && width <= ScanBlocks.LARGEST;
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

  /** Return the ints that {@link Frame#partial} needs room for. */
  int partialElements() {
    int rounded = (int) tiles.tileColumns() + 2 * step;
    return isTree ? rounded / ScanBlocks.SHRINKS + ScanBlocks.BEYOND : 0;
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
    if (fold != null || isTree) {
      return true;
    }
    int rest = frame.filled % frame.blockColumns;
    return rest == 0 || rest >= STEP;
  }

  /** Write the largest magnitudes to {@link Frame#amax}, and zeros behind them. */
  void run(Frame frame) {
    if (fold == null) {
      reduce(frame);
    } else {
      reduceFolded(fold, frame);
    }
    if (frame.blocks % VectorWidth.LANES != 0) {
      Arrays.fill(frame.amax, frame.blocks, frame.blocks + VectorWidth.LANES, 0f);
    }
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

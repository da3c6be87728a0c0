package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.Scratch;
import io.blockquant.cpu.kernel.Work;
import io.blockquant.cpu.memory.Floats;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;

/**
 * Multiply a matrix of activations by packed weights: {@code y = x W + bias}. It belongs to one
 * invocation, and allocates nothing once it is made but what {@link Scratch} grows to.
 *
 * <p>Few rows are multiplied one by one, scales applied to the sums of blocks; more rows, and rows
 * whose sums of blocks might overflow, by panels of dequantized weights. Neither splits a sum: the
 * bits of an element depend neither on threads nor on how work is cut (R9).
 */
public final class MatMulWork implements Work {
  /** Rows that are multiplied one by one: from here on a panel is dequantized faster. */
  static final int FEW_ROWS = 2;

  /** Strips of one row that are worth handing to another thread. */
  private static final long STRIP_GRAIN = 2;

  /** Numbers of the arrays of {@link Scratch}, beside those of {@link PanelMultiplication}. */
  private static final int ROWS = 2;

  private static final int STRIP_SUMS = 3;

  private final PackedWeights weights;
  private final int rows;
  private final int columns;
  private final int depth;
  private final int chunks;
  private final RowTiles tiles;
  private final RowTiles lastTiles;
  private final PanelMultiplication panels;
  private final PanelMultiplication lastPanels;
  private final float[] packed;
  private final MemorySegment fewRows;

  private MemorySegment x = MemorySegment.NULL;
  private ElementType xType = ElementType.FLOAT;
  private MemorySegment bias = MemorySegment.NULL;
  private ElementType biasType = ElementType.FLOAT;
  private MemorySegment y = MemorySegment.NULL;
  private ElementType yType = ElementType.FLOAT;

  /** Whether the rows at hand may be multiplied one by one; only ever cleared while rows load. */
  private volatile boolean folds;

  /**
   * Bind to weights.
   *
   * @param rows the rows of activations, at least 1
   */
  public MatMulWork(PackedWeights weights, int rows) {
    this.weights = weights;
    this.rows = rows;
    this.columns = weights.columns();
    this.depth = weights.rows();
    this.chunks = Math.ceilDiv(rows, PanelMultiplication.MOST_ROWS);
    this.tiles = RowTiles.of(Math.min(rows, PanelMultiplication.MOST_ROWS));
    this.lastTiles = RowTiles.of(rows - (chunks - 1) * PanelMultiplication.MOST_ROWS);
    this.panels = new PanelMultiplication(tiles, weights);
    this.lastPanels = new PanelMultiplication(lastTiles, weights);
    this.packed = new float[Math.multiplyExact(tiles.paddedRows(), depth)];
    this.fewRows =
        rows > FEW_ROWS
            ? MemorySegment.NULL
            : Arena.ofAuto()
                .allocate((long) rows * weights.paddedRows() * Float.BYTES, Tensor.ALIGNMENT);
  }

  /**
   * Take the memory of the next run, all of it on the host.
   *
   * @param activations {@code [rows, K]}, FLOAT, FLOAT16 or BFLOAT16
   * @param added {@code [N]}; {@link MemorySegment#NULL} where nothing is added
   * @param result {@code [rows, N]}
   */
  public void attach(
      MemorySegment activations,
      ElementType activationType,
      MemorySegment added,
      ElementType addedType,
      MemorySegment result,
      ElementType resultType) {
    x = activations;
    xType = activationType;
    bias = added;
    biasType = addedType;
    y = result;
    yType = resultType;
    folds = rows <= FEW_ROWS;
  }

  /** Let go of the memory. */
  public void detach() {
    x = MemorySegment.NULL;
    bias = MemorySegment.NULL;
    y = MemorySegment.NULL;
  }

  @Override
  public int phases() {
    return 2 * chunks;
  }

  private boolean loads(int phase) {
    return phase % 2 == 0;
  }

  private RowTiles tiles(int phase) {
    return phase / 2 == chunks - 1 ? lastTiles : tiles;
  }

  @Override
  public long units(int phase) {
    if (loads(phase)) {
      return tiles(phase).count();
    }
    return folds ? weights.strips() : Math.ceilDiv(panelCount(), PanelMultiplication.GROUP);
  }

  private int panelCount() {
    return Math.ceilDiv(columns, Tile.COLUMNS);
  }

  @Override
  public long grain(int phase) {
    return !loads(phase) && folds ? STRIP_GRAIN : 1;
  }

  @Override
  public void run(int phase, long from, long to, Scratch scratch) {
    int firstRow = phase / 2 * PanelMultiplication.MOST_ROWS;
    for (int unit = (int) from; unit < to; unit++) {
      if (loads(phase)) {
        loadTile(tiles(phase), unit, firstRow, scratch);
      } else if (folds) {
        multiplyStrip(unit, scratch);
      } else {
        multiplyPanels(phase, unit, firstRow, scratch);
      }
    }
    Reference.reachabilityFence(this); // and with it the memory whose addresses were used
  }

  private void loadTile(RowTiles cut, int number, int firstRow, Scratch scratch) {
    int tileRows = cut.tile(number).rows();
    int first = firstRow + cut.firstRow(number);
    int filled = Math.min(tileRows, rows - first);
    float[] loaded = scratch.floats(ROWS, Math.multiplyExact(tileRows, depth));
    for (int row = 0; row < filled; row++) {
      load(first + row, loaded, row * depth);
    }
    if (rows <= FEW_ROWS) {
      for (int row = 0; row < filled; row++) {
        long at = (long) (first + row) * weights.paddedRows() * Float.BYTES;
        MemorySegment.copy(loaded, row * depth, fewRows, Elements.FLOAT, at, depth);
        if (!weights.folds(largest(fewRows, at, scratch))) {
          folds = false;
        }
      }
    }
    if (!folds) {
      int at = cut.firstRow(number) * depth;
      ActivationPacking.pack(loaded, 0, filled, depth, tileRows, packed, at);
    }
  }

  private void load(int row, float[] into, int at) {
    long from = (long) row * depth;
    if (xType == ElementType.FLOAT) {
      MemorySegment.copy(x, Elements.FLOAT, from * Float.BYTES, into, at, depth);
    } else {
      for (int k = 0; k < depth; k++) {
        into[at + k] = Floats.get(x, xType, from + k);
      }
    }
  }

  /** Return the largest magnitude of a row; NaN where there is one, whose bits are the largest. */
  private float largest(MemorySegment row, long at, Scratch scratch) {
    int[] bits = scratch.ints(depth);
    MemorySegment.copy(row, Elements.INT, at, bits, 0, depth);
    int most = 0;
    for (int k = 0; k < depth; k++) {
      most = Math.max(most, bits[k] & Integer.MAX_VALUE);
    }
    return Float.intBitsToFloat(most);
  }

  private void multiplyStrip(int strip, Scratch scratch) {
    MemorySegment sums = scratch.staging(STRIP_SUMS, (long) PackedWeights.STRIP * Float.BYTES);
    float[] results = scratch.floats(STRIP_SUMS, PackedWeights.STRIP);
    int column = strip * PackedWeights.STRIP;
    int count = Math.min(PackedWeights.STRIP, columns - column);
    for (int row = 0; row < rows; row++) {
      long xAt = fewRows.address() + (long) row * weights.paddedRows() * Float.BYTES;
      weights.multiplyRow(xAt, strip, sums.address(), scratch.strip());
      MemorySegment.copy(sums, ValueLayout.JAVA_FLOAT, 0, results, 0, count);
      finish(row, column, results, 0, count);
    }
  }

  private void multiplyPanels(int phase, int group, int firstRow, Scratch scratch) {
    RowTiles cut = tiles(phase);
    int first = group * PanelMultiplication.GROUP;
    int count = Math.min(PanelMultiplication.GROUP, panelCount() - first);
    PanelMultiplication multiplication = phase / 2 == chunks - 1 ? lastPanels : panels;
    float[] sums = multiplication.multiply(packed, first, count, scratch);
    int filled = Math.min(cut.paddedRows(), rows - firstRow);
    for (int row = 0; row < filled; row++) {
      for (int panel = 0; panel < count; panel++) {
        int column = (first + panel) * Tile.COLUMNS;
        int at = (panel * cut.paddedRows() + row) * Tile.COLUMNS;
        finish(firstRow + row, column, sums, at, Math.min(Tile.COLUMNS, columns - column));
      }
    }
  }

  /** Add the bias in float32 and store, rounded once (F1). */
  private void finish(int row, int column, float[] sums, int at, int count) {
    if (bias.byteSize() > 0) {
      for (int i = 0; i < count; i++) {
        sums[at + i] += Floats.get(bias, biasType, column + i);
      }
    }
    long to = (long) row * columns + column;
    if (yType == ElementType.FLOAT) {
      MemorySegment.copy(sums, at, y, Elements.FLOAT, to * Float.BYTES, count);
    } else {
      for (int i = 0; i < count; i++) {
        Floats.set(y, yType, to + i, sums[at + i]);
      }
    }
  }
}

package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.kernel.StripFrame;
import io.blockquant.cpu.kernel.blockscaledmatmul.WeightSource;
import io.blockquant.cpu.kernel.vector.VectorWidth;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Hold quantized weights as the passes read them. Immutable and thread-safe.
 *
 * <p>Columns lie in strips of four vectors, a lane a column, so that no sum crosses lanes; the last
 * strip is filled up with columns of zeros, the last block of rows with rows of zeros. Codes of 4
 * bits are words of eight rows of one column, the lowest first: {@code [strip][row / 8][4][lane]};
 * codes of 8 bits are {@code [strip][row][4][lane]}. Scales are {@code [strip][block][4][lane]},
 * held as {@link PackedScales} say, and so are zero points, a byte each, where columns or blocks
 * differ in them; where all have one zero point, the codes are less it.
 */
public final class PackedWeights {
  /** Columns of a strip. */
  public static final int STRIP = 4 * VectorWidth.LANES;

  private final int rows;
  private final int columns;
  private final int blocks;
  private final int stepRows;
  private final int stepsOfBlock;
  private final StripPasses passes;
  private final MemorySegment codes;
  private final MemorySegment scales;
  private final MemorySegment zeroPoints;
  private final float g;
  private final double largestWeight;

  PackedWeights(
      WeightSource source,
      int stepRows,
      int stepsOfBlock,
      StripPasses passes,
      MemorySegment codes,
      MemorySegment scales,
      MemorySegment zeroPoints,
      double largestWeight) {
    this.rows = source.rows();
    this.columns = source.columns();
    this.blocks = source.blocks();
    this.stepRows = stepRows;
    this.stepsOfBlock = stepsOfBlock;
    this.passes = passes;
    this.codes = codes;
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.g = source.g();
    this.largestWeight = largestWeight;
  }

  /** Return the rows of the matrix, K. */
  public int rows() {
    return rows;
  }

  /** Return the columns of the matrix, N. */
  public int columns() {
    return columns;
  }

  /** Return the rows with those of zeros at the end of the last block. */
  public int paddedRows() {
    return blocks * stepsOfBlock * stepRows;
  }

  /** Return the number of strips. */
  public int strips() {
    return Math.ceilDiv(columns, STRIP);
  }

  /** Return the bytes of memory that the weights take. */
  public long residentBytes() {
    return codes.byteSize() + scales.byteSize() + zeroPoints.byteSize();
  }

  /**
   * Return whether the sums of a block may be taken before its scale is applied, for a row of
   * activations: whether nothing overflows or is lost below the normal numbers that would not be
   * otherwise.
   *
   * @param largest the largest magnitude of the row; NaN if it has one
   */
  boolean folds(float largest) {
    return largest == 0 || largest >= 0x1p-100f && largest * largestWeight * rows < 0x1p126;
  }

  /** Multiply a row of {@link #paddedRows} activations by a strip, into {@link #STRIP} floats. */
  void multiplyRow(long xAt, int strip, long yAt, StripFrame frame) {
    place(frame, strip, 0, 0);
    frame.xAt = xAt;
    frame.blocks = blocks;
    frame.steps = stepsOfBlock;
    frame.yAt = yAt;
    passes.row().run(frame);
  }

  /**
   * Dequantize rows of half a strip; rows beyond the last block become zeros.
   *
   * @param panel the number of the half
   * @param from the first row, a multiple of 8
   * @param depth how many rows; up to seven more may be written, to the next multiple of 8
   * @param into weights in float32, {@code [depth][STRIP / 2]} from {@code at} on
   */
  void dequantize(int panel, int from, int depth, float[] into, int at, StripFrame frame) {
    int step = from / stepRows;
    int end = Math.min(Math.ceilDiv(from + depth, stepRows), blocks * stepsOfBlock);
    int to = at;
    frame.weights = into;
    while (step < end) {
      int block = step / stepsOfBlock;
      int inBlock = step - block * stepsOfBlock;
      int whole = inBlock == 0 ? (end - step) / stepsOfBlock : 0;
      frame.blocks = Math.max(1, whole);
      frame.steps = whole > 0 ? stepsOfBlock : Math.min(stepsOfBlock - inBlock, end - step);
      place(frame, panel / 2, step, block);
      moveToHalf(frame, panel % 2);
      frame.weightsAt = to;
      passes.panel().run(frame);
      int steps = frame.blocks * frame.steps;
      step += steps;
      to += steps * stepRows * (STRIP / 2);
    }
  }

  private void place(StripFrame frame, int strip, int step, int block) {
    long stepBytes = (long) STRIP * (stepRows == 1 ? 1 : Integer.BYTES);
    long firstStep = (long) strip * blocks * stepsOfBlock + step;
    long firstScale = ((long) strip * blocks + block) * STRIP;
    frame.codesAt = codes.address() + firstStep * stepBytes;
    frame.scalesAt = scales.address() + firstScale * passes.scales().bytes();
    frame.zerosAt = zeroPoints.address() + firstScale;
    frame.g = g;
  }

  private void moveToHalf(StripFrame frame, int half) {
    int columnsBefore = half * (STRIP / 2);
    frame.codesAt += (long) columnsBefore * (stepRows == 1 ? 1 : Integer.BYTES);
    frame.scalesAt += (long) columnsBefore * passes.scales().bytes();
    frame.zerosAt += columnsBefore;
  }

  /** Return why weights cannot be packed; null when they can. */
  public static @Nullable String obstacle(ElementType type, int blockRows, int rows) {
    if (StripPasses.codes(type, true) == null) {
      return "no vector form of " + type + " weights";
    }
    return type.bits() == 4 && blockRows % 8 != 0 && blockRows < rows
        ? "blocks of " + blockRows + " rows of 4-bit codes are no multiple of 8"
        : null;
  }
}

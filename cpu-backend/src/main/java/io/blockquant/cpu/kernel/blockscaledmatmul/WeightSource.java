package io.blockquant.cpu.kernel.blockscaledmatmul;

import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Describe quantized weights as they come: a matrix of codes, and a scale per block of rows of each
 * column.
 *
 * @param type the type of the codes
 * @param codes the codes, packed, row-major
 * @param rows rows of the matrix that activations are multiplied by, K
 * @param columns its columns, N
 * @param isTransposed whether the codes are {@code [N, K]} instead of {@code [K, N]}
 * @param blockRows rows that share a scale in each column; the last block may have fewer
 * @param scales the scale of each block and column; finite or not, of any sign
 * @param zeroPoints the zero point of each block and column; null where there are none
 * @param g what the scales are multiplied by, rounded to float32; 1 where there is none
 */
public record WeightSource(
    ElementType type,
    MemorySegment codes,
    int rows,
    int columns,
    boolean isTransposed,
    int blockRows,
    Scales scales,
    @Nullable ZeroPoints zeroPoints,
    float g) {

  /** Scales by block and column. */
  @FunctionalInterface
  public interface Scales {
    /** Return a scale before {@code g}. */
    float at(int block, int column);
  }

  /** Zero points by block and column. */
  @FunctionalInterface
  public interface ZeroPoints {
    /** Return a zero point, within the type of the codes. */
    int at(int block, int column);
  }

  /** Return the number of blocks along K. */
  public int blocks() {
    return Math.ceilDiv(rows, blockRows);
  }

  /** Return where the code of a row and column is among the codes. */
  public long index(int row, int column) {
    return isTransposed ? (long) column * rows + row : (long) row * columns + column;
  }
}

package io.blockquant.cpu.kernel.dynamicquantize.vector;

import static io.blockquant.cpu.kernel.vector.VectorWidth.I;
import static io.blockquant.cpu.kernel.vector.VectorWidth.LANES;

import io.blockquant.cpu.kernel.Frame;
import io.blockquant.cpu.kernel.vector.Lanes;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.Source;
import jdk.incubator.vector.IntVector;

/**
 * Finds the largest magnitude of each block of one row (R1).
 *
 * <p>Many blocks at a time: a tree of maxima of neighbours shrinks one vector per block to one lane
 * per block. Reducing each block's vector by itself takes half as long again.
 *
 * @param source the row's elements
 * @param blockSize a power of two from {@link #SMALLEST} to {@link #LARGEST}
 */
record ScanBlocks(Source source, int blockSize) implements Pass {
  private static final int STEP = 2 * LANES;

  /** Smaller blocks would have two trees in a vector. */
  static final int SMALLEST = 16;

  /** How many elements at least each int between the two halves stands for. */
  static final int SHRINKS = 8;

  /** How many ints beyond them the second half may read: it takes four vectors at a time. */
  static final int BEYOND = 4 * LANES;

  /** Larger ones are many vectors each: then the tree is not what takes time. */
  static final int LARGEST = 4 * STEP;

  /** Elements that one vector of maxima stands for: whole blocks, or two of them. */
  private int leaf() {
    return Math.max(blockSize, 2 * LANES);
  }

  /** Return what the columns of a frame must be a multiple of. */
  static int step(int blockSize) {
    return 4 * Math.max(blockSize, 2 * LANES);
  }

  @Override
  public int run(Frame frame) {
    int[] partial = frame.partial;
    float[] amax = frame.amax;
    int columns = frame.columns;
    int quarters = 0;
    for (int i = 0; i < columns; i += 4 * leaf()) {
      long at = frame.xAt + (long) i * source.bytes();
      long leafBytes = (long) leaf() * source.bytes();
      quarter(
              maxima(at),
              maxima(at + leafBytes),
              maxima(at + 2 * leafBytes),
              maxima(at + 3 * leafBytes))
          .intoArray(partial, quarters);
      quarters += LANES;
    }
    int written = 0;
    if (lanesPerBlock() == 16) {
      for (int i = 0; i < quarters; i += 4 * LANES) {
        source
            .magnitude(
                quarter(
                    IntVector.fromArray(I, partial, i),
                    IntVector.fromArray(I, partial, i + LANES),
                    IntVector.fromArray(I, partial, i + 2 * LANES),
                    IntVector.fromArray(I, partial, i + 3 * LANES)))
            .reinterpretAsFloats()
            .intoArray(amax, written);
        written += LANES;
      }
    } else if (lanesPerBlock() == 8) {
      for (int i = 0; i < quarters; i += 2 * LANES) {
        source
            .magnitude(
                Lanes.largestOfPairs(
                    IntVector.fromArray(I, partial, i), IntVector.fromArray(I, partial, i + LANES)))
            .reinterpretAsFloats()
            .intoArray(amax, written);
        written += LANES;
      }
    } else {
      for (int i = 0; i < quarters; i += LANES) {
        source
            .magnitude(IntVector.fromArray(I, partial, i))
            .reinterpretAsFloats()
            .intoArray(amax, i);
      }
    }
    return DONE;
  }

  /** Lanes of a leaf that belong to one block: 4, 8 or 16. */
  private int lanesPerBlock() {
    return Math.min(LANES, blockSize / 2);
  }

  private IntVector maxima(long at) {
    if (blockSize < STEP) {
      return source.pairs(at);
    }
    if (blockSize == STEP) {
      return source.couples(at);
    }
    if (blockSize == 2 * STEP) {
      return two(at);
    }
    return two(at).max(two(at + 2L * STEP * source.bytes()));
  }

  private IntVector two(long at) {
    return source.couples(at).max(source.couples(at + (long) STEP * source.bytes()));
  }

  private static IntVector quarter(IntVector a, IntVector b, IntVector c, IntVector d) {
    return Lanes.largestOfPairs(Lanes.largestOfPairs(a, b), Lanes.largestOfPairs(c, d));
  }
}

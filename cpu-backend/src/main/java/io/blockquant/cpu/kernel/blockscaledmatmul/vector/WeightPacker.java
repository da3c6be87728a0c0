package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import io.blockquant.cpu.kernel.blockscaledmatmul.WeightSource;
import io.blockquant.cpu.kernel.vector.CodeSource;
import io.blockquant.cpu.memory.Codes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Pack weights, once, when a session is opened. */
public final class WeightPacker {
  private static final int STRIP = PackedWeights.STRIP;

  private final WeightSource source;
  private final int bits;
  private final int stepRows;
  private final int stepsOfBlock;
  private final int strips;
  private final int blocks;

  /** What every code is changed by (exclusive or), so that it means what the passes read. */
  private final int flip;

  private final boolean hasZeros;

  private WeightPacker(WeightSource source) {
    this.source = source;
    this.bits = source.type().bits();
    this.stepRows = bits == 4 ? 8 : 1;
    this.blocks = source.blocks();
    int blockRows = Math.min(source.blockRows(), source.rows());
    this.stepsOfBlock = Math.ceilDiv(blockRows, stepRows);
    this.strips = Math.ceilDiv(source.columns(), STRIP);
    int signBit = 1 << bits - 1;
    boolean isInteger = source.type().isInteger();
    boolean isUnsigned = source.type() == ElementType.UINT4 || source.type() == ElementType.UINT8;
    // Codes less a zero point in the middle of an unsigned type are those of the signed one.
    int middle = isUnsigned ? signBit : 0;
    this.hasZeros = isInteger && !allZeroPointsAre(middle);
    boolean readAsSigned = isInteger && !hasZeros;
    this.flip = isInteger && isUnsigned == readAsSigned ? signBit : 0;
  }

  private boolean allZeroPointsAre(int value) {
    WeightSource.ZeroPoints zeroPoints = source.zeroPoints();
    if (zeroPoints == null) {
      return value == 0;
    }
    for (int block = 0; block < blocks; block++) {
      for (int column = 0; column < source.columns(); column++) {
        if (zeroPoints.at(block, column) != value) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Pack weights that have no {@link PackedWeights#obstacle}.
   *
   * @param arena where the packed weights live
   * @throws ArithmeticException if the matrix is too large to be addressed
   */
  public static PackedWeights pack(WeightSource source, Arena arena) {
    return new WeightPacker(source).pack(arena);
  }

  private PackedWeights pack(Arena arena) {
    float[] all = new float[Math.multiplyExact(blocks, source.columns())];
    for (int block = 0; block < blocks; block++) {
      for (int column = 0; column < source.columns(); column++) {
        all[block * source.columns() + column] = source.scales().at(block, column);
      }
    }
    // A block whose scale is zero keeps any scale and gets codes of zero instead.
    boolean dropsZeros = bits == 4 || source.type().isInteger();
    PackedScales scales = PackedScales.narrowest(all, dropsZeros);
    CodeSource codes = Objects.requireNonNull(StripPasses.codes(source.type(), !hasZeros));
    StripPasses passes = StripPasses.of(codes, scales, hasZeros);
    long perStrip = Math.multiplyExact((long) blocks, STRIP);
    long stepBytes = (long) STRIP * (bits == 4 ? Integer.BYTES : 1);
    MemorySegment packedCodes =
        arena.allocate(
            Math.multiplyExact((long) strips * blocks, stepsOfBlock * stepBytes), Tensor.ALIGNMENT);
    MemorySegment packedScales =
        arena.allocate(
            Math.multiplyExact(strips * perStrip, (long) scales.bytes()), Tensor.ALIGNMENT);
    MemorySegment packedZeros =
        hasZeros ? arena.allocate(strips * perStrip, Tensor.ALIGNMENT) : MemorySegment.NULL;
    float largestScale = 0;
    for (int column = 0; column < source.columns(); column++) {
      for (int block = 0; block < blocks; block++) {
        float scale = all[block * source.columns() + column];
        largestScale = Math.max(largestScale, Math.abs(scale));
        long at = scaleIndex(block, column);
        setScale(packedScales, scales, at, scale);
        if (hasZeros) {
          packedZeros.set(ValueLayout.JAVA_BYTE, at, (byte) zeroCode(block, column));
        }
        if (scale != 0 || !dropsZeros) {
          packBlock(packedCodes, block, column);
        } else if (hasZeros) {
          fillBlock(packedCodes, block, column, zeroCode(block, column));
        }
      }
    }
    double largest = largestCode() * Math.max(1d, largestScale) * Math.max(1d, source.g());
    return new PackedWeights(
        source, stepRows, stepsOfBlock, passes, packedCodes, packedScales, packedZeros, largest);
  }

  private double largestCode() {
    return switch (source.type()) {
      case FLOAT4E2M1 -> 6;
      case FLOAT8E4M3FN -> 448;
      case FLOAT8E5M2 -> 57344;
      default -> 1 << bits;
    };
  }

  private long scaleIndex(int block, int column) {
    return ((long) (column / STRIP) * blocks + block) * STRIP + column % STRIP;
  }

  private static void setScale(MemorySegment to, PackedScales scales, long index, float scale) {
    int code = scales.encode(scale);
    switch (scales.bytes()) {
      case Byte.BYTES -> to.set(ValueLayout.JAVA_BYTE, index, (byte) code);
      case Short.BYTES -> to.set(Elements.SHORT, index * Short.BYTES, (short) code);
      default -> to.set(Elements.INT, index * Integer.BYTES, code);
    }
  }

  /** A zero point as the code that stands for zero; the passes read such codes as unsigned. */
  private int zeroCode(int block, int column) {
    WeightSource.ZeroPoints zeroPoints = source.zeroPoints();
    int zero = zeroPoints == null ? 0 : zeroPoints.at(block, column);
    return (zero ^ flip) & (1 << bits) - 1;
  }

  private void packBlock(MemorySegment to, int block, int column) {
    int padding = hasZeros ? zeroCode(block, column) : 0;
    int first = block * Math.min(source.blockRows(), source.rows());
    for (int step = 0; step < stepsOfBlock; step++) {
      long at = stepIndex(block, step, column);
      if (bits == 4) {
        int word = 0;
        for (int j = 0; j < 8; j++) {
          word |= code(block, first + step * 8 + j, column, padding) << 4 * j;
        }
        to.set(Elements.INT, at * Integer.BYTES, word);
      } else {
        to.set(ValueLayout.JAVA_BYTE, at, (byte) code(block, first + step, column, padding));
      }
    }
  }

  /** Return a code as the passes read it; the padding beyond the block or the matrix. */
  private int code(int block, int row, int column, int padding) {
    int end = Math.min(source.rows(), (int) Math.min(Integer.MAX_VALUE, endOf(block)));
    return row < end ? Codes.get(source.codes(), bits, source.index(row, column)) ^ flip : padding;
  }

  private long endOf(int block) {
    return (block + 1L) * source.blockRows();
  }

  private void fillBlock(MemorySegment to, int block, int column, int code) {
    for (int step = 0; step < stepsOfBlock; step++) {
      long at = stepIndex(block, step, column);
      if (bits == 4) {
        to.set(Elements.INT, at * Integer.BYTES, code * 0x11111111);
      } else {
        to.set(ValueLayout.JAVA_BYTE, at, (byte) code);
      }
    }
  }

  private long stepIndex(int block, int step, int column) {
    long steps = ((long) (column / STRIP) * blocks + block) * stepsOfBlock + step;
    return steps * STRIP + column % STRIP;
  }
}

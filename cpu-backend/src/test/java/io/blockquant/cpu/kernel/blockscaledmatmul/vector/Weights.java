package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.cpu.kernel.blockscaledmatmul.WeightSource;
import io.blockquant.cpu.memory.Codes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Weights for tests, and what Dequantize makes of them (Q8). */
record Weights(WeightSource source, float[] scales, int @Nullable [] zeroPoints) {

  /** How scales are drawn. */
  enum Scales {
    /** Powers of two that E4M3 holds. */
    POWERS,
    /** Any numbers that E4M3 holds, subnormals and zeros too. */
    E4M3,
    /** Any positive float32 around 2^-6. */
    ANY
  }

  static Weights of(
      ElementType type,
      int rows,
      int columns,
      boolean isTransposed,
      int blockRows,
      Scales kind,
      boolean hasZeros,
      float g,
      Random random) {
    MemorySegment codes = Arena.ofAuto().allocate(type.byteSize((long) rows * columns));
    for (long i = 0; i < (long) rows * columns; i++) {
      int code = random.nextInt(1 << type.bits());
      boolean isSpecial = type.isFloating() && !Float.isFinite(Codecs.of(type).decode(code));
      Codes.set(codes, type.bits(), i, isSpecial ? 1 : code);
    }
    int blocks = Math.ceilDiv(rows, blockRows);
    float[] scales = new float[blocks * columns];
    int[] zeros = hasZeros ? new int[blocks * columns] : null;
    for (int i = 0; i < scales.length; i++) {
      scales[i] =
          switch (kind) {
            case POWERS -> Math.scalb(1f, random.nextInt(4) - 2);
            case E4M3 -> Codecs.of(ElementType.FLOAT8E4M3FN).decode(random.nextInt(0x7F));
            case ANY -> (random.nextFloat() + 0.5f) * 0x1p-6f;
          };
      if (zeros != null) {
        zeros[i] = (int) Integers.signExtend(type, random.nextInt(1 << type.bits()));
      }
    }
    WeightSource source =
        new WeightSource(
            type,
            codes,
            rows,
            columns,
            isTransposed,
            blockRows,
            (block, column) -> scales[block * columns + column],
            zeros == null ? null : (block, column) -> zeros[block * columns + column],
            g);
    return new Weights(source, scales, zeros);
  }

  /** Return a weight as Dequantize gives it. */
  float at(int row, int column) {
    int block = row / source.blockRows() * source.columns() + column;
    ElementType type = source.type();
    int code = Codes.get(source.codes(), type.bits(), source.index(row, column));
    float value =
        type.isFloating()
            ? Codecs.of(type).decode(code)
            : Integers.signExtend(type, code) - (zeroPoints == null ? 0 : zeroPoints[block]);
    return value * (scales[block] * source.g());
  }
}

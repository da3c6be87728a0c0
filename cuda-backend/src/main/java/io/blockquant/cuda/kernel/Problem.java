package io.blockquant.cuda.kernel;

import io.blockquant.core.dtype.E8m0Rounding;
import io.blockquant.core.dtype.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Fill the struct that every kernel is given by value: {@code Problem} of {@code blockquant.cuh}.
 *
 * <p>Not thread-safe; the memory lives until the problem is unreachable.
 */
public final class Problem {

  /** The size of the struct. */
  public static final long BYTES = 296;

  /** A field that holds an address. */
  public enum Field {
    X(0),
    SCALE(8),
    ZERO_POINT(16),
    Y(24),
    Y_SCALE(32),
    WORK(40);

    private final long offset;

    Field(long offset) {
      this.offset = offset;
    }
  }

  private static final long ELEMENTS = 48;
  private static final long BLOCKS = 56;
  private static final long EXTENT = 64;
  private static final long BLOCK = 128;
  private static final long COUNT = 192;
  private static final long AXES = 256;
  private static final long X_TYPE = 260;
  private static final long SCALE_TYPE = 264;
  private static final long Y_TYPE = 268;
  private static final long DIVISION_TYPE = 272;
  private static final long SATURATE = 276;
  private static final long ROUND_UP = 280;
  private static final long SHIFT = 284;
  private static final long G = 288;
  private static final long G_RECIPROCAL = 292;

  private final MemorySegment struct = Arena.ofAuto().allocate(BYTES, Long.BYTES);

  /** Describe a call: its types and blocks, with defaults for everything else. */
  public Problem(ElementType x, ElementType scale, ElementType y, Blocks blocks) {
    if (blocks.axes() > Blocks.MAX_AXES) {
      throw new IllegalArgumentException("more than " + Blocks.MAX_AXES + " axes: " + blocks);
    }
    struct.set(ValueLayout.JAVA_LONG, ELEMENTS, blocks.elements());
    struct.set(ValueLayout.JAVA_LONG, BLOCKS, blocks.total());
    for (int axis = 0; axis < blocks.axes(); axis++) {
      long at = axis * (long) Long.BYTES;
      struct.set(ValueLayout.JAVA_LONG, EXTENT + at, blocks.extent(axis));
      struct.set(ValueLayout.JAVA_LONG, BLOCK + at, blocks.block(axis));
      struct.set(ValueLayout.JAVA_LONG, COUNT + at, blocks.count(axis));
    }
    struct.set(ValueLayout.JAVA_INT, AXES, blocks.axes());
    struct.set(ValueLayout.JAVA_INT, X_TYPE, x.onnxCode());
    struct.set(ValueLayout.JAVA_INT, SCALE_TYPE, scale.onnxCode());
    struct.set(ValueLayout.JAVA_INT, Y_TYPE, y.onnxCode());
    struct.set(ValueLayout.JAVA_INT, SHIFT, blocks.shift());
    divideIn(ElementType.FLOAT);
    saturate(true);
    doubleQuantScale(1);
  }

  /** Round operands and quotient to this type. */
  public void divideIn(ElementType type) {
    struct.set(ValueLayout.JAVA_INT, DIVISION_TYPE, type.onnxCode());
  }

  /** Say whether FP8 saturates. */
  public void saturate(boolean saturate) {
    struct.set(ValueLayout.JAVA_INT, SATURATE, saturate ? 1 : 0);
  }

  /** Say whether E8M0 scales are rounded up (R4). */
  public void roundUp(boolean up) {
    struct.set(ValueLayout.JAVA_INT, ROUND_UP, up ? 1 : 0);
  }

  /** Say how a Cast to E8M0 chooses among the powers of two (F5). */
  public void powers(E8m0Rounding rounding) {
    int number =
        switch (rounding) {
          case DOWN -> 0;
          case UP -> 1;
          case NEAREST -> 2;
        };
    struct.set(ValueLayout.JAVA_INT, ROUND_UP, number);
  }

  /** Give the scale of the scales. */
  public void doubleQuantScale(float g) {
    struct.set(ValueLayout.JAVA_FLOAT, G, g);
    struct.set(ValueLayout.JAVA_FLOAT, G_RECIPROCAL, 1f / g);
  }

  /** Give an address; 0 where there is no such tensor. */
  public void address(Field field, long address) {
    struct.set(ValueLayout.JAVA_LONG, field.offset, address);
  }

  /** Return the struct. */
  public MemorySegment struct() {
    return struct;
  }
}

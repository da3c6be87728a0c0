package io.blockquant.cli.inspect;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.scaling.Granularity;
import io.blockquant.core.ops.scaling.ScalingAttributes;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.Arrays;
import java.util.Locale;

/** Words formats and blocks as the field does: {@code nvfp4}, {@code 16 on axis 1}. */
final class Blocks {

  private Blocks() {}

  /**
   * Name a format.
   *
   * @param data the type of the codes
   * @param scale the type in which the scales are stored
   * @param perTensor whether one scale serves all
   */
  static String format(ElementType data, ElementType scale, boolean perTensor) {
    String plain = plainName(data);
    return switch (scale) {
      case FLOAT8E4M3FN -> data == ElementType.FLOAT4E2M1 ? "nvfp4" : plain + "/e4m3";
      case FLOAT8E8M0 ->
          data.isLowPrecisionFloat() ? "mx" + (plain.equals("fp8-e4m3") ? "fp8" : plain) : plain;
      default -> data == ElementType.FLOAT8E4M3FN && !perTensor ? "fp8-blocks" : plain;
    };
  }

  private static String plainName(ElementType type) {
    return switch (type) {
      case FLOAT4E2M1 -> "fp4";
      case FLOAT6E2M3 -> "fp6-e2m3";
      case FLOAT6E3M2 -> "fp6-e3m2";
      case FLOAT8E4M3FN -> "fp8-e4m3";
      case FLOAT8E5M2 -> "fp8-e5m2";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Say which elements of x share a scale of this shape. */
  static String of(Shape x, Shape scale, ScalingAttributes attributes) {
    return switch (Granularity.of(x, scale, attributes)) {
      case Granularity.Fits fits -> of(fits.grid());
      case Granularity.Misfit misfit -> "misfit: expected " + misfit.expected();
    };
  }

  static String of(BlockGrid grid) {
    if (grid.grid().elementCount() == 1) {
      return "per tensor";
    }
    int cut = -1;
    boolean one = true;
    boolean restIsWhole = true;
    boolean restIsOne = true;
    for (int axis = 0; axis < grid.shape().rank(); axis++) {
      if (grid.grid().dim(axis) > 1 && grid.block(axis) > 1) {
        one &= cut < 0;
        cut = axis;
      }
      restIsWhole &= grid.block(axis) == 1 || grid.grid().dim(axis) == 1;
      restIsOne &= grid.block(axis) == 1 || axis == cut;
    }
    if (cut >= 0 && one && restIsOne) {
      return grid.block(cut) + " on axis " + cut;
    }
    return restIsWhole && cut < 0 && singleAxis(grid) >= 0
        ? "per axis " + singleAxis(grid)
        : "blocks of " + Arrays.toString(grid.blockShape());
  }

  /** The only axis that is cut, into single indices; -1 where it is not so. */
  private static int singleAxis(BlockGrid grid) {
    int found = -1;
    for (int axis = 0; axis < grid.shape().rank(); axis++) {
      if (grid.grid().dim(axis) > 1) {
        if (found >= 0) {
          return -1;
        }
        found = axis;
      }
    }
    return found;
  }
}

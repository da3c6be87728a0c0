package io.blockquant.core.ops.dynamicquantize;

import io.blockquant.core.dtype.Codecs;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.dtype.Integers;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Elements;
import io.blockquant.core.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compute DynamicQuantize element by element, as R1 to R9 read. */
final class DynamicQuantizeReference {

  private DynamicQuantizeReference() {}

  static void evaluate(
      OpCall<DynamicQuantizeAttributes> call, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
    DynamicQuantizeAttributes attributes = call.attributes();
    Recipe recipe = attributes.checkedRecipe();
    Tensor x = Objects.requireNonNull(inputs.get(0));
    Tensor scales = outputs.get(1);
    BlockGrid grid = attributes.grid(x.shape());
    float g = call.constant(1).map(constant -> (float) Elements.value(constant, 0)).orElse(1f);

    float[] amax = largestMagnitudes(x, grid);
    float[] effective = new float[amax.length];
    for (int block = 0; block < amax.length; block++) {
      effective[block] =
          storeScale(scales, block, amax[block], recipe, attributes.checkedRounding(), g);
    }
    for (long i = 0; i < x.elementCount(); i++) {
      float s = effective[(int) grid.blockOf(i)];
      Elements.setCode(
          outputs.get(0), i, code(recipe.outputType(), (float) Elements.value(x, i), s));
    }
  }

  /** R1: the largest |x| of each block; NaN is skipped, Inf stays. */
  private static float[] largestMagnitudes(Tensor x, BlockGrid grid) {
    float[] amax = new float[Math.toIntExact(grid.grid().elementCount())];
    for (long i = 0; i < x.elementCount(); i++) {
      float magnitude = Math.abs((float) Elements.value(x, i));
      if (!Float.isNaN(magnitude)) {
        int block = (int) grid.blockOf(i);
        amax[block] = Math.max(amax[block], magnitude);
      }
    }
    return amax;
  }

  /** R3 to R6: store the scale of a block and return what the data is divided by. */
  private static float storeScale(
      Tensor scales, int block, float amax, Recipe recipe, ScaleRounding rounding, float g) {
    return switch (recipe) {
      case NVFP4, FP8_E4M3 -> {
        int code = BlockScales.e4m3(amax, recipe.qmax(), g);
        Elements.setCode(scales, block, code);
        yield BlockScales.ofE4m3(code, g);
      }
      case MXFP8, MXFP4 -> {
        int code = BlockScales.e8m0(amax, recipe.qmax(), rounding);
        Elements.setCode(scales, block, code);
        yield BlockScales.ofE8m0(code);
      }
      case FP8_2D, FP4_FLOAT, INT8_FLOAT -> {
        float s = BlockScales.ofFloat(amax, recipe.qmax());
        Elements.setValue(scales, block, s);
        yield s;
      }
    };
  }

  /** R7: the code of x / s; with s = 0 every code is 0. */
  private static int code(ElementType type, float x, float s) {
    if (s == 0) {
      return 0;
    }
    float quotient = x / s;
    if (type == ElementType.INT8) {
      return (int) Integers.roundAndSaturate(type, quotient) & 0xFF;
    }
    return Codecs.of(type).encode(quotient);
  }
}

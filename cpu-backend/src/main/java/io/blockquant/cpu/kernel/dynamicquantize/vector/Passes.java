package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.cpu.kernel.dynamicquantize.DynamicQuantizeProblem;
import io.blockquant.cpu.kernel.vector.ByteEncoder;
import io.blockquant.cpu.kernel.vector.E2m1Encoder;
import io.blockquant.cpu.kernel.vector.E4m3Encoder;
import io.blockquant.cpu.kernel.vector.Encoder;

/** Choose the passes of a recipe. */
final class Passes {

  private Passes() {}

  static ScalePass scales(DynamicQuantizeProblem problem) {
    float qmax = problem.recipe().qmax();
    return switch (problem.recipe()) {
      case NVFP4, FP8_E4M3 -> new E4m3ScalePass(qmax, problem.doubleQuantScale());
      case MXFP8, MXFP4 -> new E8m0ScalePass(qmax, problem.rounding());
      case FP8_2D, FP4_FLOAT, INT8_FLOAT -> new FloatScalePass(qmax);
    };
  }

  static Encoder encoder(Recipe recipe) {
    return switch (recipe) {
      case NVFP4, MXFP4, FP4_FLOAT -> new E2m1Encoder();
      case MXFP8, FP8_2D, FP8_E4M3 -> new E4m3Encoder();
      case INT8_FLOAT -> new ByteEncoder(ElementType.INT8);
    };
  }
}

package io.blockquant.cpu.kernel.dynamicquantize.vector;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.ops.dynamicquantize.ScaleRounding;
import io.blockquant.cpu.kernel.vector.E2m1Sink;
import io.blockquant.cpu.kernel.vector.E4m3Sink;
import io.blockquant.cpu.kernel.vector.IntegerSink;
import io.blockquant.cpu.kernel.vector.Markstein;
import io.blockquant.cpu.kernel.vector.NegatedDivision;
import io.blockquant.cpu.kernel.vector.Pass;
import io.blockquant.cpu.kernel.vector.PowerOfTwo;
import io.blockquant.cpu.kernel.vector.Quotient;
import io.blockquant.cpu.kernel.vector.Sink;
import io.blockquant.cpu.kernel.vector.Source;
import io.blockquant.cpu.kernel.vector.TrueDivision;
import io.blockquant.cpu.linker.KernelLinker;
import java.lang.invoke.MethodHandles;

/** Links the passes of this operator. */
final class DynamicQuantizePasses {
  private static final MethodHandles.Lookup HOME = MethodHandles.lookup();

  private DynamicQuantizePasses() {}

  static Pass scanBlocks(Source source, int blockSize) {
    return link(new ScanBlocks(source, blockSize));
  }

  static Pass scanLongBlocks(Source source) {
    return link(new ScanLongBlocks(source));
  }

  static Pass foldRows(ElementType type) {
    return link(type == ElementType.FLOAT ? new FoldRows() : new FoldHalfRows());
  }

  static Pass columns(Source source) {
    return link(new Columns(source));
  }

  static Pass scales(Recipe recipe, ScaleRounding rounding) {
    float qmax = recipe.qmax();
    return link(
        switch (recipe) {
          case NVFP4 -> new E4m3Scales(qmax, true);
          case FP8_E4M3 -> new E4m3Scales(qmax, false);
          case MXFP8, MXFP4 -> new E8m0Scales(qmax, rounding == ScaleRounding.UP);
          case FP4_FLOAT -> new FloatScales(qmax, true);
          case FP8_2D, INT8_FLOAT -> new FloatScales(qmax, false);
        });
  }

  /** Return the division for scales that are out of the range of {@link #quotient}. */
  static Quotient division(Recipe recipe) {
    return quotient(recipe) instanceof Markstein ? new NegatedDivision() : new TrueDivision();
  }

  private static Pass link(Record template) {
    return KernelLinker.link(HOME, Pass.class, template);
  }

  static Sink sink(Recipe recipe) {
    return switch (recipe) {
      case NVFP4, MXFP4, FP4_FLOAT -> new E2m1Sink();
      case MXFP8, FP8_2D, FP8_E4M3 -> new E4m3Sink();
      case INT8_FLOAT ->
          new IntegerSink((int) ElementType.INT8.minInteger(), (int) ElementType.INT8.maxInteger());
    };
  }

  /**
   * Choose by measurement among what is proven: encoding E4M3 takes so many steps that a division
   * hides behind them, and the correction does not.
   */
  static Quotient quotient(Recipe recipe) {
    return switch (recipe) {
      case NVFP4, FP4_FLOAT -> new Markstein();
      case MXFP8, MXFP4 -> new PowerOfTwo();
      case FP8_2D, FP8_E4M3, INT8_FLOAT -> new TrueDivision();
    };
  }
}

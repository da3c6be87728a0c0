package io.blockquant.core.ops.dynamicquantize;

import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.AXIS;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.BLOCK_SHAPE;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.BLOCK_SIZE;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.OUTPUT_TYPE;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.SCALE_ROUNDING;
import static io.blockquant.core.ops.dynamicquantize.DynamicQuantizeAttributes.SCALE_TYPE;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.graph.NodeSpec;
import io.blockquant.core.graph.OpId;
import io.blockquant.core.graph.Value;
import io.blockquant.core.op.AttributeSpec;
import io.blockquant.core.op.Formal;
import io.blockquant.core.op.OpCall;
import io.blockquant.core.op.OpDefinition;
import io.blockquant.core.op.Rule;
import io.blockquant.core.tensor.Dim;
import io.blockquant.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Define DynamicQuantize: quantize x block by block, the scale of a block coming from its largest
 * magnitude.
 *
 * <p>The documentation this follows is TensorRT's {@code IDynamicQuantizeLayer}; where that is
 * silent or contradicts itself, {@code docs/spec/ops/DynamicQuantize.md} decides.
 */
public final class DynamicQuantize {

  /** The operator. */
  public static final OpId ID = new OpId(OpId.BLOCKQUANT, "DynamicQuantize", 1);

  /** The definition. */
  public static final OpDefinition<DynamicQuantizeAttributes> DEFINITION =
      new OpDefinition<>(
          ID,
          "Quantize x block by block; the scale of a block comes from its largest magnitude.",
          List.of(
              Formal.required("x", DynamicQuantizeConstraints.FLOATS, "The tensor to quantize."),
              Formal.optional(
                  "double_quant_scale",
                  DynamicQuantizeConstraints.FLOATS,
                  "The scale g of the scales, a dequantization multiplier; constant; 1 if absent.")),
          List.of(
              Formal.required(
                  "output_data",
                  List.of(ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, ElementType.INT8),
                  "The codes, in the shape of x."),
              Formal.required(
                  "output_scale",
                  List.of(ElementType.FLOAT8E4M3FN, ElementType.FLOAT8E8M0, ElementType.FLOAT),
                  "One scale per block.")),
          List.of(
              new AttributeSpec(AXIS, "INT", "2D mode", "The axis that is cut into 1D blocks."),
              new AttributeSpec(BLOCK_SIZE, "INT", "2D mode", "Elements per 1D block."),
              new AttributeSpec(
                  BLOCK_SHAPE,
                  "INTS",
                  "1D mode",
                  "Extents of a 2D block, one per dimension; -1 is the whole dimension."),
              new AttributeSpec(OUTPUT_TYPE, "INT", "required", "ONNX type of output_data."),
              new AttributeSpec(SCALE_TYPE, "INT", "required", "ONNX type of output_scale."),
              new AttributeSpec(
                  SCALE_ROUNDING, "STRING", "up", "Rounding of E8M0 scales: up or floor.")),
          DynamicQuantizeAttributes::read,
          DynamicQuantizeConstraints.ALL,
          List.of(
              new Rule("C10", "output_data has the shape of x."),
              new Rule(
                  "C11",
                  "output_scale has the rank of x and the extent ceil(D / B) in each dimension: a"
                      + " 2D block at the upper end may be partial."),
              new Rule(
                  "R1",
                  "amax is the largest |x| of the block; NaN is skipped, Inf stays Inf; a block of"
                      + " NaN alone has amax 0."),
              new Rule("R2", "qmax is 6 for FP4, 448 for FP8, 127 for INT8."),
              new Rule(
                  "R3",
                  "An E4M3 scale is E4M3((amax / qmax) / g), to nearest even and saturating; amax ="
                      + " 0 gives 1.0 (0x38); a scale that would be 0 is 2^-9 (0x01)."),
              new Rule(
                  "R4",
                  "An E8M0 scale is the smallest power of two >= amax / qmax (up), or the exponent"
                      + " of amax less that of qmax (floor); amax = 0 gives 0x00, Inf 0xFE."),
              new Rule(
                  "R5",
                  "A FLOAT scale is amax / qmax; 1.0 where amax or the quotient is 0; amax = Inf"
                      + " counts as the largest finite float32."),
              new Rule(
                  "R6",
                  "The data is divided by the rounded scale: E4M3 value times g, power of two, or"
                      + " the float itself."),
              new Rule(
                  "R7",
                  "A code is x / s, divided in float32 and rounded to nearest even with saturation;"
                      + " with s = 0 every code is 0."),
              new Rule("R8", "Scales are stored row-major: no swizzling, no padding."),
              new Rule(
                  "R9",
                  "The result depends on the bits of the inputs alone: not on threads, vector"
                      + " width, device, block order or earlier calls.")),
          DynamicQuantize::inferTypes,
          DynamicQuantizeReference::evaluate);

  private DynamicQuantize() {}

  /** The axis of 1D blocks; see {@link #axis}. */
  public record Axis(long value) {}

  /** The size of 1D blocks; see {@link #blockSize}. */
  public record BlockSize(long value) {}

  /** Name the axis that is cut into 1D blocks. */
  public static Axis axis(long axis) {
    return new Axis(axis);
  }

  /** Give the number of elements that share a scale. */
  public static BlockSize blockSize(long size) {
    return new BlockSize(size);
  }

  /** Describe a node with 1D blocks; g, where there is one, is {@code withInput(1, g)}. */
  public static NodeSpec dynamicQuantize(
      Value x, Axis axis, BlockSize blockSize, ElementType outputType, ElementType scaleType) {
    return NodeSpec.of(ID, 2, Attributes.NONE, x)
        .with(AXIS, axis.value())
        .with(BLOCK_SIZE, blockSize.value())
        .with(OUTPUT_TYPE, outputType.onnxCode())
        .with(SCALE_TYPE, scaleType.onnxCode());
  }

  /** Describe a node with 1D blocks and a double quantization scale. */
  public static NodeSpec dynamicQuantize(
      Value x,
      Axis axis,
      BlockSize blockSize,
      ElementType outputType,
      ElementType scaleType,
      Value doubleQuantScale) {
    return dynamicQuantize(x, axis, blockSize, outputType, scaleType)
        .withInput(1, doubleQuantScale);
  }

  /** Describe a node with 2D blocks. */
  public static NodeSpec dynamicQuantize(
      Value x, long[] blockShape, ElementType outputType, ElementType scaleType) {
    return NodeSpec.of(ID, 2, Attributes.NONE, x)
        .with(BLOCK_SHAPE, LongStream.of(blockShape).boxed().toList())
        .with(OUTPUT_TYPE, outputType.onnxCode())
        .with(SCALE_TYPE, scaleType.onnxCode());
  }

  private static List<TensorType> inferTypes(OpCall<DynamicQuantizeAttributes> call) {
    DynamicQuantizeAttributes attributes = call.attributes();
    Recipe recipe = attributes.checkedRecipe();
    TensorType x = call.type(0).orElseGet(() -> TensorType.ofUnknownRank(ElementType.FLOAT));
    // C10: the shape of x.
    TensorType data = x.withElementType(recipe.outputType());
    if (!x.hasRank()) {
      return List.of(data, TensorType.ofUnknownRank(recipe.scaleType()));
    }
    // C11: ceil(D / B) per dimension.
    List<Dim> dims = new ArrayList<>(x.knownDims());
    for (int axis = 0; axis < dims.size(); axis++) {
      dims.set(axis, blocks(dims.get(axis), blockExtent(attributes, x.rank(), axis)));
    }
    return List.of(data, new TensorType(recipe.scaleType(), dims));
  }

  private static long blockExtent(DynamicQuantizeAttributes attributes, int rank, int axis) {
    if (attributes.blockShape().isPresent()) {
      return attributes.blockShape().get().get(axis);
    }
    return axis == attributes.axis(rank) ? attributes.blockSize().orElseThrow() : 1;
  }

  private static Dim blocks(Dim dim, long block) {
    if (block == 1) {
      return dim;
    }
    return switch (dim) {
      case Dim.Fixed(long extent) ->
          Dim.of(block == -1 ? Math.min(extent, 1) : Math.ceilDiv(extent, block));
      // Even -1 leaves it open: an empty dimension has no block.
      case Dim.Symbol _, Dim.Unknown _ -> Dim.UNKNOWN;
    };
  }
}

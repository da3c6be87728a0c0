package io.blockquant.core.ops.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.graph.Attributes;
import io.blockquant.core.tensor.BlockGrid;
import io.blockquant.core.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Hold the attributes of a DynamicQuantize node as they were given; the constraints judge them.
 *
 * @param axis the blocked axis (1D mode), possibly negative
 * @param blockSize elements per block along the axis (1D mode)
 * @param blockShape extents of a block (2D mode)
 * @param outputType ONNX number of the type of the data
 * @param scaleType ONNX number of the type of the scales
 * @param scaleRounding text of the rounding of E8M0 scales
 */
public record DynamicQuantizeAttributes(
    OptionalLong axis,
    OptionalLong blockSize,
    Optional<List<Long>> blockShape,
    long outputType,
    long scaleType,
    String scaleRounding) {

  /** Name of the attribute {@code axis}. */
  public static final String AXIS = "axis";

  /** Name of the attribute {@code block_size}. */
  public static final String BLOCK_SIZE = "block_size";

  /** Name of the attribute {@code block_shape}. */
  public static final String BLOCK_SHAPE = "block_shape";

  /** Name of the attribute {@code output_type}. */
  public static final String OUTPUT_TYPE = "output_type";

  /** Name of the attribute {@code scale_type}. */
  public static final String SCALE_TYPE = "scale_type";

  /** Name of the attribute {@code scale_rounding}. */
  public static final String SCALE_ROUNDING = "scale_rounding";

  static DynamicQuantizeAttributes read(Attributes attributes) {
    return new DynamicQuantizeAttributes(
        attributes.integer(AXIS),
        attributes.integer(BLOCK_SIZE),
        attributes.integers(BLOCK_SHAPE).map(extents -> LongStream.of(extents).boxed().toList()),
        attributes.integer(OUTPUT_TYPE, 0),
        attributes.integer(SCALE_TYPE, 0),
        attributes.text(SCALE_ROUNDING).orElse(ScaleRounding.UP.attribute()));
  }

  /** Return {@code true} in 2D mode. */
  public boolean is2d() {
    return blockShape.isPresent();
  }

  /** Return the recipe of the two types, if they are one (C8). */
  public Optional<Recipe> recipe() {
    return type(outputType).flatMap(data -> type(scaleType).flatMap(s -> Recipe.of(data, s)));
  }

  /** Return the recipe of a node that breaks no constraint. */
  public Recipe checkedRecipe() {
    return recipe().orElseThrow();
  }

  /** Return the rounding of a node that breaks no constraint. */
  public ScaleRounding checkedRounding() {
    return ScaleRounding.of(scaleRounding).orElseThrow();
  }

  /** Return the blocked axis counted from the front, for a 1D node that breaks no constraint. */
  public int axis(int rank) {
    long given = axis.orElseThrow();
    return (int) (given < 0 ? given + rank : given);
  }

  /** Return the blocks of an input of this shape, for a node that breaks no constraint. */
  public BlockGrid grid(Shape x) {
    if (blockShape.isPresent()) {
      return BlockGrid.of(x, blockShape.get().stream().mapToLong(Long::longValue).toArray());
    }
    return BlockGrid.along(x, axis(x.rank()), blockSize.orElseThrow());
  }

  private static Optional<ElementType> type(long onnxCode) {
    return onnxCode == (int) onnxCode ? ElementType.fromOnnxCode((int) onnxCode) : Optional.empty();
  }
}

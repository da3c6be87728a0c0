package io.blockquant.core.ops.scaling;

import io.blockquant.core.graph.Attributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Hold the attributes that say which elements share a scale, as they were given.
 *
 * @param axis the axis of per-axis scales and 1D blocks, possibly negative
 * @param blockSize the size of 1D blocks; 0 where it is to be read off the shapes
 * @param blockShape the extents of a block, one per dimension
 */
public record ScalingAttributes(long axis, long blockSize, Optional<List<Long>> blockShape) {

  /** Name of the attribute {@code axis}. */
  public static final String AXIS = "axis";

  /** Name of the attribute {@code block_size}. */
  public static final String BLOCK_SIZE = "block_size";

  /** Name of the attribute {@code block_shape}. */
  public static final String BLOCK_SHAPE = "block_shape";

  /** Name of the attribute {@code output_type}. */
  public static final String OUTPUT_TYPE = "output_type";

  /** Read them off a node. */
  public static ScalingAttributes read(Attributes attributes) {
    return new ScalingAttributes(
        attributes.integer(AXIS, 1),
        attributes.integer(BLOCK_SIZE, 0),
        attributes.integers(BLOCK_SHAPE).map(extents -> LongStream.of(extents).boxed().toList()));
  }
}

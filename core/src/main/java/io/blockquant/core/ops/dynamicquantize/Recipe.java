package io.blockquant.core.ops.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Name a pair of data type and scale type that blocks may be quantized to (C8).
 *
 * <p>The first three are documented; the others are extensions of this project and never part of a
 * documented profile.
 */
public enum Recipe {
  /** FP4 data, E4M3 scales, 16 elements a block, a second scale g over the scales. */
  NVFP4(ElementType.FLOAT4E2M1, ElementType.FLOAT8E4M3FN, 16, true),
  /** FP8 data, power-of-two scales, 32 elements a block: OCP MX. */
  MXFP8(ElementType.FLOAT8E4M3FN, ElementType.FLOAT8E8M0, 32, true),
  /** FP8 data, float scales, any block shape. */
  FP8_2D(ElementType.FLOAT8E4M3FN, ElementType.FLOAT, 0, true),
  /** FP4 data, power-of-two scales: OCP MX, usually 32 elements a block. */
  MXFP4(ElementType.FLOAT4E2M1, ElementType.FLOAT8E8M0, 0, false),
  /** FP4 data, float scales. */
  FP4_FLOAT(ElementType.FLOAT4E2M1, ElementType.FLOAT, 0, false),
  /** FP8 data, E4M3 scales, a second scale g over the scales. */
  FP8_E4M3(ElementType.FLOAT8E4M3FN, ElementType.FLOAT8E4M3FN, 0, false),
  /** INT8 data, float scales. */
  INT8_FLOAT(ElementType.INT8, ElementType.FLOAT, 0, false);

  private final ElementType outputType;
  private final ElementType scaleType;
  private final int blockSize;
  private final boolean documented;

  Recipe(ElementType outputType, ElementType scaleType, int blockSize, boolean documented) {
    this.outputType = outputType;
    this.scaleType = scaleType;
    this.blockSize = blockSize;
    this.documented = documented;
  }

  /** Return the recipe of a pair of types. */
  public static Optional<Recipe> of(ElementType outputType, ElementType scaleType) {
    for (Recipe recipe : values()) {
      if (recipe.outputType == outputType && recipe.scaleType == scaleType) {
        return Optional.of(recipe);
      }
    }
    return Optional.empty();
  }

  /** Return the type of the data. */
  public ElementType outputType() {
    return outputType;
  }

  /** Return the type of the scales. */
  public ElementType scaleType() {
    return scaleType;
  }

  /** Return the only size of 1D blocks (C5), or empty where any is allowed. */
  public OptionalLong blockSize() {
    return blockSize == 0 ? OptionalLong.empty() : OptionalLong.of(blockSize);
  }

  /** Return {@code true} if the vendor documents it; the others are extensions. */
  public boolean isDocumented() {
    return documented;
  }

  /** Return {@code true} if the scales are scaled by g in turn (C9). */
  public boolean takesDoubleQuantScale() {
    return scaleType == ElementType.FLOAT8E4M3FN;
  }

  /** Return the largest magnitude of the data type that blocks are scaled to (R2). */
  public float qmax() {
    return switch (this) {
      case NVFP4, MXFP4, FP4_FLOAT -> 6f;
      case MXFP8, FP8_2D, FP8_E4M3 -> 448f;
      case INT8_FLOAT -> 127f;
    };
  }
}

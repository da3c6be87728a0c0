package io.blockquant.cpu.kernel.dequantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.tiling.Tiling;

/**
 * Hold a call of Dequantize with everything resolved but the memory.
 *
 * @param inputType the type of the codes, and of the zero point where there is one
 * @param scaleType the type of the scale
 * @param outputType the type of y
 * @param hasZeroPoint whether a zero point is given; zeros where the codes are of a float type
 * @param tiling the blocks of elements that share a scale
 */
public record DequantizeProblem(
    ElementType inputType,
    ElementType scaleType,
    ElementType outputType,
    boolean hasZeroPoint,
    Tiling tiling) {}

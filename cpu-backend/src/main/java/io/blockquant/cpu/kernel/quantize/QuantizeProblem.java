package io.blockquant.cpu.kernel.quantize;

import io.blockquant.core.dtype.Conversion;
import io.blockquant.core.dtype.ElementType;
import io.blockquant.cpu.tiling.Tiling;

/**
 * Hold a call of Quantize with everything resolved but the memory.
 *
 * @param inputType the type of x
 * @param scaleType the type of the scale
 * @param outputType the type of y, and of the zero point where there is one
 * @param divisionType the type that operands and quotient are rounded to
 * @param conversion what becomes of the numbers that y cannot hold
 * @param hasZeroPoint whether a zero point is given; zeros where y is of a float type
 * @param tiling the blocks of elements that share a scale
 */
public record QuantizeProblem(
    ElementType inputType,
    ElementType scaleType,
    ElementType outputType,
    ElementType divisionType,
    Conversion conversion,
    boolean hasZeroPoint,
    Tiling tiling) {}

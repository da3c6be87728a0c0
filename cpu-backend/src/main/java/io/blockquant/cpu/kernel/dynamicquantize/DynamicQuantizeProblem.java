package io.blockquant.cpu.kernel.dynamicquantize;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.dynamicquantize.Recipe;
import io.blockquant.core.ops.dynamicquantize.ScaleRounding;
import io.blockquant.cpu.tiling.Tiling;

/**
 * Hold a call of DynamicQuantize with everything resolved but the memory.
 *
 * @param inputType the type of x
 * @param recipe the types of data and scales
 * @param rounding how E8M0 scales are rounded
 * @param doubleQuantScale g, 1 where it is not given
 * @param tiling the blocks
 */
public record DynamicQuantizeProblem(
    ElementType inputType,
    Recipe recipe,
    ScaleRounding rounding,
    float doubleQuantScale,
    Tiling tiling) {}

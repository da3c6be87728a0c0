package io.blockquant.cpu.kernel.cast;

import io.blockquant.core.dtype.ElementType;
import io.blockquant.core.ops.cast.CastAttributes;

/**
 * Hold a call of Cast with everything resolved but the memory.
 *
 * @param from the type of x
 * @param to the type of y
 * @param attributes what becomes of the numbers that y cannot hold
 * @param elements how many elements there are
 */
public record CastProblem(
    ElementType from, ElementType to, CastAttributes attributes, long elements) {}

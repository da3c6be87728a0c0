/**
 * Element types, and the exact conversions between real numbers and the codes that store them.
 *
 * <p>This package is the oracle of the project: every kernel, vectorized or on a device, must reach
 * the bits that its arithmetic reaches. The labels F1 to F5 in comments and tests are the rules of
 * the format section of the operator specification:
 *
 * <ul>
 *   <li>F1: rounding is to nearest, ties to even, and subnormals are kept;
 *   <li>F2: the thresholds of FLOAT4E2M1;
 *   <li>F3: overflow, infinities and NaN;
 *   <li>F4: packing of elements narrower than a byte;
 *   <li>F5: rounding to the powers of two of FLOAT8E8M0.
 * </ul>
 *
 * <p>A <em>code</em> is the bit pattern of one element, right-aligned in an {@code int} or {@code
 * long}; a <em>value</em> is the real number it stands for. Everything here is immutable or
 * stateless and safe for use by many threads.
 */
@NullMarked
package io.blockquant.core.dtype;

import org.jspecify.annotations.NullMarked;

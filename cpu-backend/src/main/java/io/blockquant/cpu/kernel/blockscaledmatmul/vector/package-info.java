/** Weights packed for vectors, and their multiplication by activations. */
@NullMarked
package io.blockquant.cpu.kernel.blockscaledmatmul.vector;

import org.jspecify.annotations.NullMarked;

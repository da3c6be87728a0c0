/** The vector twin of Quantize. */
@NullMarked
package io.blockquant.cpu.kernel.quantize.vector;

import org.jspecify.annotations.NullMarked;

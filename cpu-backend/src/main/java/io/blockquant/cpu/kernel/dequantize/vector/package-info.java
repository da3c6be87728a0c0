/** The vector twin of Dequantize. */
@NullMarked
package io.blockquant.cpu.kernel.dequantize.vector;

import org.jspecify.annotations.NullMarked;

/** The room of Dequantize on the CPU: the problem and the scalar twin. */
@NullMarked
package io.blockquant.cpu.kernel.dequantize;

import org.jspecify.annotations.NullMarked;

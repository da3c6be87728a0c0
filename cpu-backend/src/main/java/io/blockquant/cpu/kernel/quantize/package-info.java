/** The room of Quantize on the CPU: the problem and the scalar twin. */
@NullMarked
package io.blockquant.cpu.kernel.quantize;

import org.jspecify.annotations.NullMarked;

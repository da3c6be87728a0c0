/** The room of BlockScaledMatMul on the CPU: what weights are before they are packed. */
@NullMarked
package io.blockquant.cpu.kernel.blockscaledmatmul;

import org.jspecify.annotations.NullMarked;

/** The room of DynamicQuantize on the CPU: the problem and the scalar twin. */
@NullMarked
package io.blockquant.cpu.kernel.dynamicquantize;

import org.jspecify.annotations.NullMarked;

/** The vector twins of DynamicQuantize. */
@NullMarked
package io.blockquant.cpu.kernel.dynamicquantize.vector;

import org.jspecify.annotations.NullMarked;

/** The room of BitCast on the CPU: a copy of memory. */
@NullMarked
package io.blockquant.cpu.kernel.bitcast;

import org.jspecify.annotations.NullMarked;

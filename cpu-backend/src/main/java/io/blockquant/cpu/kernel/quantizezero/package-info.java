/** Quantize to FP4 and FP6 with a zero point, which files hardly write: a kernel of its own. */
@NullMarked
package io.blockquant.cpu.kernel.quantizezero;

import org.jspecify.annotations.NullMarked;

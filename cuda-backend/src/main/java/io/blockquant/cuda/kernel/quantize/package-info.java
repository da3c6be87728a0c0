/** The room of Quantize on a GPU: how a call becomes launches of its kernels. */
@NullMarked
package io.blockquant.cuda.kernel.quantize;

import org.jspecify.annotations.NullMarked;

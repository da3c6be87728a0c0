/** The room of Dequantize on a GPU: how a call becomes launches of its kernels. */
@NullMarked
package io.blockquant.cuda.kernel.dequantize;

import org.jspecify.annotations.NullMarked;

/** The room of DynamicQuantize on a GPU: how a call becomes launches of its kernels. */
@NullMarked
package io.blockquant.cuda.kernel.dynamicquantize;

import org.jspecify.annotations.NullMarked;

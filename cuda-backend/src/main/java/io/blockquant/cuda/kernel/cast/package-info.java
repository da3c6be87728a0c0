/** The room of Cast on a GPU: how a call becomes launches of its kernels. */
@NullMarked
package io.blockquant.cuda.kernel.cast;

import org.jspecify.annotations.NullMarked;

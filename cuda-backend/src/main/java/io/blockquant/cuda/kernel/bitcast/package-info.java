/** The room of BitCast on a GPU: how a call becomes a copy. */
@NullMarked
package io.blockquant.cuda.kernel.bitcast;

import org.jspecify.annotations.NullMarked;

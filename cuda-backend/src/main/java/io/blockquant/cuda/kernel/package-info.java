/** What a launch is and what all kernels are given; names no operator. */
@NullMarked
package io.blockquant.cuda.kernel;

import org.jspecify.annotations.NullMarked;

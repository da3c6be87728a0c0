/** A host that runs the kernels, and graphs to run on it. */
@NullMarked
package io.blockquant.cuda.testing;

import org.jspecify.annotations.NullMarked;

/** The CUDA backend; every JCuda call lives in its {@code driver} package. */
@NullMarked
package io.blockquant.cuda;

import org.jspecify.annotations.NullMarked;

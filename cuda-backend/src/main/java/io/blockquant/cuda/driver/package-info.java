/** The NVIDIA driver as seen through JCuda; every JCuda call of the project lives here. */
@NullMarked
package io.blockquant.cuda.driver;

import org.jspecify.annotations.NullMarked;

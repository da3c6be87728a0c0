/** Tensors: a type, a shape and the memory that holds them. */
@NullMarked
package io.blockquant.core.tensor;

import org.jspecify.annotations.NullMarked;

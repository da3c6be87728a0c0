/** The room of Dequantize: definition, constraints, reference. */
@NullMarked
package io.blockquant.core.ops.dequantize;

import org.jspecify.annotations.NullMarked;

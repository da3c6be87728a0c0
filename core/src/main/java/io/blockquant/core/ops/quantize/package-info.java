/** The room of Quantize: definition, constraints, reference. */
@NullMarked
package io.blockquant.core.ops.quantize;

import org.jspecify.annotations.NullMarked;

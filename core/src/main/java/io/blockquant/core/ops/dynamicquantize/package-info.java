/** The room of DynamicQuantize: definition, constraints C1 to C12, rules R1 to R9, reference. */
@NullMarked
package io.blockquant.core.ops.dynamicquantize;

import org.jspecify.annotations.NullMarked;

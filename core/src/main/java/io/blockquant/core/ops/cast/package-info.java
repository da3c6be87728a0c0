/** The room of Cast: definition, constraints, reference. */
@NullMarked
package io.blockquant.core.ops.cast;

import org.jspecify.annotations.NullMarked;

/** The room of BitCast: definition, constraints, reference. */
@NullMarked
package io.blockquant.core.ops.bitcast;

import org.jspecify.annotations.NullMarked;

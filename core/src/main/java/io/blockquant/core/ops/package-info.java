/** The catalog: one line per operator, one room (sub-package) per operator. */
@NullMarked
package io.blockquant.core.ops;

import org.jspecify.annotations.NullMarked;

/** Root of the runtime; the parts live in its subpackages. */
@NullMarked
package io.blockquant.core;

import org.jspecify.annotations.NullMarked;

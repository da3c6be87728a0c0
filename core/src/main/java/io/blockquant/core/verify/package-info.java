/** The verifier: every problem of a graph at once, and the types of all its values. */
@NullMarked
package io.blockquant.core.verify;

import org.jspecify.annotations.NullMarked;

/** Diagnostics: what is wrong, where, with which facts, and the way out. */
@NullMarked
package io.blockquant.core.diag;

import org.jspecify.annotations.NullMarked;

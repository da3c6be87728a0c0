/** What a kernel is, how one is chosen, and what it works with; names no operator. */
@NullMarked
package io.blockquant.cpu.kernel;

import org.jspecify.annotations.NullMarked;

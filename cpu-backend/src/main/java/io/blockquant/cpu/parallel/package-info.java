/** Threads that share the work of one kernel. */
@NullMarked
package io.blockquant.cpu.parallel;

import org.jspecify.annotations.NullMarked;

/** The room of Cast on the CPU: the problem, the scalar twin, and tables for narrow types. */
@NullMarked
package io.blockquant.cpu.kernel.cast;

import org.jspecify.annotations.NullMarked;

/** Turns kernel templates, which are ordinary Java, into one flat class per specialization. */
@NullMarked
package io.blockquant.cpu.linker;

import org.jspecify.annotations.NullMarked;
